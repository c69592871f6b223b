import { Agent, request } from 'node:http';

export interface Sent {
  readonly body: Buffer | string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A client that costs as little as one in Node can: connections that stay open, and nothing made of the answers. */
export interface Sender {
  post(path: string, sent: Sent): Promise<{ readonly status: number; readonly text: string }>;
  close(): void;
}

/** @param connections how many requests are under way at the most; the others wait */
export function createSender(address: string, connections: number): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(address);
  return {
    post: (path, { body, headers }) =>
      new Promise((resolve, reject) => {
        const length = { 'content-length': Buffer.byteLength(body) };
        const options = {
          agent,
          hostname,
          port,
          path,
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers, ...length },
        };
        const sent = request(options, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ status: answer.statusCode!, text: Buffer.concat(chunks).toString() }),
          );
        });
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
