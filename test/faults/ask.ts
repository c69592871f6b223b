import { Agent, request } from 'node:http';

export interface Question {
  readonly method?: 'GET' | 'POST' | 'DELETE' | 'PUT';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Which of this machine's addresses asks; default 127.0.0.1. */
  readonly from?: string;
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it was sent. */
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

/** No answer came: the server is away, or was killed in the middle. What was asked may have had its effect. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

const agent = new Agent({ keepAlive: true, maxSockets: 128, maxFreeSockets: 128 });

/**
 * Asks a server once, over connections that are kept.
 * @throws NoAnswerError
 */
export function ask(address: string, path: string, question: Question = {}): Promise<Answer> {
  const { method = 'POST', body = {}, headers = {}, from, timeoutMs = 30_000 } = question;
  const hasBody = method === 'POST' || method === 'PUT';
  const content = hasBody ? Buffer.from(JSON.stringify(body)) : undefined;
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(new NoAnswerError(error.message));
    const asked = request(
      address + path,
      {
        method,
        agent,
        ...(from !== undefined && { localAddress: from }),
        headers: {
          ...(content && { 'content-type': 'application/json', 'content-length': content.length }),
          ...headers,
        },
        timeout: timeoutMs,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('aborted', () => fail(new Error('cut off')));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = /json/.test(response.headers['content-type'] ?? '');
          try {
            resolve({
              status: response.statusCode!,
              headers: response.headers,
              text,
              body: isJson ? JSON.parse(text) : undefined,
            });
          } catch (error) {
            reject(error);
          }
        });
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer in time')));
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that its server has closed in the moment in which it was to be used again.
      if (asked.reusedSocket && error.code === 'ECONNRESET') resolve(ask(address, path, question));
      else fail(error);
    });
    asked.end(content);
  });
}
