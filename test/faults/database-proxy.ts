import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Stands between a server and PostgreSQL, and reads along: the one place from which it can be told that a transaction is committed before
 * the server hears of it.
 */
export interface DatabaseProxy {
  /** The database's URL, by way of the proxy. */
  readonly url: string;
  /**
   * Calls `act` when a transaction in which the server has sent this text is committed, and never lets the server hear of it: the
   * connection falls silent first. Once.
   */
  onCommitOf(text: string, act: () => void): void;
  /** Cuts every connection that is open. */
  cut(): void;
  close(): Promise<void>;
}

/** Messages of PostgreSQL's protocol, version 3: a letter, the length (4 bytes, itself included), the content. */
const commandComplete = 'C'.charCodeAt(0);
const readyForQuery = 'Z'.charCodeAt(0);
const headBytes = 5;

export async function openDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let awaited: { readonly text: Buffer; readonly act: () => void } | undefined;

  const server = createServer((front) => {
    const back = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [front, back],
      [back, front],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    // What the server has sent since its connection was last idle; the text may be cut anywhere.
    let sent = Buffer.alloc(0);
    let isSilent = false;
    front.on('data', (chunk: Buffer) => {
      if (awaited) sent = Buffer.concat([sent, chunk]);
      back.write(chunk);
    });
    let rest = Buffer.alloc(0);
    back.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= headBytes && rest.length >= 1 + rest.readUInt32BE(1)) {
        const end = 1 + rest.readUInt32BE(1);
        const message = rest.subarray(0, end);
        rest = rest.subarray(end);
        const isCommit =
          message[0] === commandComplete && message.toString('latin1', headBytes, end - 1) === 'COMMIT';
        if (isCommit && awaited && sent.includes(awaited.text)) {
          isSilent = true;
          const { act } = awaited;
          awaited = undefined;
          act();
        }
        if (message[0] === readyForQuery && message[headBytes] === 'I'.charCodeAt(0)) sent = Buffer.alloc(0);
        if (!isSilent) front.write(message);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    onCommitOf(text, act) {
      awaited = { text: Buffer.from(text), act };
    },
    cut,
    async close() {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
