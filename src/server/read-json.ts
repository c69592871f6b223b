import { answerProblem } from './problem-details.js';

/** How large a body may be, bytes. */
export const maxBodyBytes = 1024 * 1024;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Returns the JSON that a request brings, or the answer that refuses it. Reads no more than it accepts. */
export async function readJson(
  request: Request,
  max = maxBodyBytes,
): Promise<{ readonly value: unknown } | Response> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) return answerProblem('unsupported-media-type');
  try {
    const bytes = await readBody(request, max);
    if (!bytes) return answerProblem('payload-too-large');
    return { value: JSON.parse(decoder.decode(bytes)) as unknown };
  } catch {
    // Also where the connection broke in the middle.
    return answerProblem('malformed-json');
  }
}

/** Returns the bytes of a request; `undefined` where they are more than `max`. Rejects where the connection breaks. */
export async function readBody(request: Request, max: number): Promise<Uint8Array | ArrayBuffer | undefined> {
  const announced = request.headers.get('content-length');
  if (Number(announced) > max) return undefined;
  // HTTP delivers no more than what is announced, and all at once is much cheaper than a stream.
  if (announced === null || request.headers.has('transfer-encoding')) return readBytes(request, max);
  const bytes = await request.arrayBuffer();
  return bytes.byteLength > max ? undefined : bytes;
}

/** Returns `undefined` where there are too many. */
async function readBytes(request: Request, max: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = (request.body as ReadableStream<Uint8Array> | null)?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > max) {
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
