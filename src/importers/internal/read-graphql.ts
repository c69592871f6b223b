/** Asks a platform's GraphQL API: the `data` of the answer, to be read with care. */
import { isObject } from '../../model/shape.js';
import { ImportError } from '../importer.js';
import { placeOf, readAnswer, type JsonAnswer } from './read-json.js';

export interface GraphQlRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws ImportError also where the answer holds errors */
export async function readGraphQl(
  fetch: typeof globalThis.fetch,
  url: string,
  { query, variables = {}, headers = {} }: GraphQlRequest,
): Promise<JsonAnswer & { readonly value: Readonly<Record<string, unknown>> }> {
  const answer = await readAnswer(fetch, url, { headers, body: { query, variables } });
  const { data, errors } = isObject(answer.value) ? answer.value : {};
  if (Array.isArray(errors) && errors.length > 0)
    throw new ImportError(`${placeOf(url)} refuses the query: ${errors.map(messageOf).join('; ')}`);
  if (!isObject(data))
    throw new ImportError(`${placeOf(url)} does not answer as GraphQL does: is it the address of the API?`);
  return { value: data, headers: answer.headers };
}

function messageOf(error: unknown): string {
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : 'no reason given';
}
