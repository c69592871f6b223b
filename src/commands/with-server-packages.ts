import { UsageError } from './subcommand.js';

/** Runs a part of the server, whose packages a page does not need and nobody gets without asking. @throws UsageError that says what to install */
export async function withServerPackages<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new UsageError(
      'The server needs packages of its own: npm install @hono/node-server jose prom-client libsql (or pg for PostgreSQL, instead of libsql)',
      { cause },
    );
  }
}
