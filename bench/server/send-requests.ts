import { Agent, request } from 'node:http';

/** One request of a run. */
export interface Sent {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

const connections = 4;

/** Sends requests over a few connections that stay open, each as soon as one is free; resolves to the text of the last answer. */
export async function sendRequests(address: string, path: string, all: readonly Sent[]): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(address);
  let next = 0;
  let last = '';

  const send = ({ body, headers }: Sent): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = { agent, hostname, port, path, method: 'POST' };
      const sent = request(
        { ...options, headers: { ...headers, 'content-length': body.length } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            if (answer.statusCode === 200) resolve(text);
            else reject(new Error(`${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`));
          });
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });

  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let sent = all[next++]; sent; sent = all[next++]) last = await send(sent);
    }),
  );
  agent.destroy();
  return last;
}
