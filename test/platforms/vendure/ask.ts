import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** An answer of GraphQL that tests read: they know its form. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Data = any;

export interface Asked {
  readonly data: Data;
  /** The session's token, where the answer brings one. */
  readonly token: string | undefined;
}

/** Asks Vendure as its pages do, without couponkit. @throws an Error where the answer has errors */
export async function ask(
  address: string,
  query: string,
  variables: object = {},
  token?: string,
  channel?: string,
): Promise<Asked> {
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(channel && { 'vendure-token': channel }),
    },
    body: JSON.stringify({ query, variables }),
  });
  return read(response, query);
}

/** Uploads an SVG picture as GraphQL's multipart request specification says; returns the asset's id. */
export async function upload(address: string, file: string, token: string): Promise<string> {
  const query =
    'mutation ($file: Upload!) { createAssets(input: [{ file: $file }]) { ... on Asset { id } ... on ErrorResult { message } } }';
  const body = new FormData();
  body.set('operations', JSON.stringify({ query, variables: { file: null } }));
  body.set('map', JSON.stringify({ 0: ['variables.file'] }));
  body.set('0', new Blob([readFileSync(file)], { type: 'image/svg+xml' }), basename(file));
  const headers = { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' };
  const { data } = await read(await fetch(address, { method: 'POST', headers, body }), query);
  const [asset] = data.createAssets;
  if (!asset.id) throw new Error(`${file}: ${asset.message}`);
  return asset.id as string;
}

async function read(response: Response, query: string): Promise<Asked> {
  const { data, errors } = (await response.json()) as { data: Data; errors?: readonly object[] };
  if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return { data, token: response.headers.get('vendure-auth-token') ?? undefined };
}
