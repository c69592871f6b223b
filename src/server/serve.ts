import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';

export interface Serving {
  /** `http://127.0.0.1:8787` */
  readonly address: string;
  /** Takes nothing new, and lets what is under way finish. */
  stop(): Promise<void>;
}

/** What is still under way when the server stops has this long, milliseconds. */
const stopTimeoutMs = 10_000;
const idleCheckMs = 20;
/** So many may connect at once: who finds no place tries again a second later. The system may allow fewer. */
const backlog = 4_096;

/**
 * Listens, and answers every request.
 * @param port 0 for any free one
 * @throws what the system says of the port
 */
export async function serve(
  { port, host }: { readonly port: number; readonly host: string },
  answer: (request: Request, incoming: IncomingMessage) => Response | Promise<Response>,
): Promise<Serving> {
  const server = createAdaptorServer({
    // Its own `Response` is written at once; the standard one is a stream that has to be read first.
    overrideGlobalObjects: true,
    fetch: (request, { incoming }) => answer(request, incoming as IncomingMessage),
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog }, resolve);
  });
  return {
    address: urlOf(server.address() as AddressInfo),
    async stop() {
      const overdue = setTimeout(() => server.closeAllConnections(), stopTimeoutMs);
      // Browsers keep connections open after the last answer.
      const idle = setInterval(() => server.closeIdleConnections(), idleCheckMs);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(idle);
      clearTimeout(overdue);
    },
  };
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
