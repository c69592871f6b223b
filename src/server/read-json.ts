import { answerProblem } from './problem-details.js';

/** How large a body may be, bytes. */
export const maxBodyBytes = 1024 * 1024;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Returns the JSON that a request brings, or the answer that refuses it. Reads no more than it accepts. */
export async function readJson(request: Request): Promise<{ readonly value: unknown } | Response> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) return answerProblem('unsupported-media-type');
  const announced = request.headers.get('content-length');
  if (Number(announced) > maxBodyBytes) return answerProblem('payload-too-large');
  try {
    // HTTP delivers no more than what is announced, and all at once is much cheaper than a stream.
    const bytes =
      announced === null || request.headers.has('transfer-encoding')
        ? await readBytes(request)
        : await request.arrayBuffer();
    if (!bytes || bytes.byteLength > maxBodyBytes) return answerProblem('payload-too-large');
    return { value: JSON.parse(decoder.decode(bytes)) as unknown };
  } catch {
    // Also where the connection broke in the middle.
    return answerProblem('malformed-json');
  }
}

/** Returns `undefined` where there are too many. */
async function readBytes(request: Request): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = (request.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > maxBodyBytes) {
      await reader?.cancel();
      return undefined;
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}
