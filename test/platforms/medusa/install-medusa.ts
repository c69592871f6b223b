// Where is a Medusa that tests can start? In the cache of this project: `npm ci` from the lock file in `server/`, and its migrated, empty
// database as SQL. Both are made once, and anew where the lock file has changed.
import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findPostgres, startPostgres } from '../../../scripts/find-postgres.mjs';

const here = fileURLToPath(new URL('server/', import.meta.url));
const cache = fileURLToPath(new URL('../../../.cache/medusa/', import.meta.url));
const packageFiles = ['package.json', 'package-lock.json'];
/** Is written last: what stands beside it is whole. */
const dump = join(cache, 'database.sql');

/** Who may use the Admin API of a shop that this file makes; it listens on this machine only. */
export const administrator = { email: 'admin@shop.test', password: 'not-a-secret' };

export interface MedusaDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** Returns the folder in which Medusa runs. Takes some minutes the first time. */
export async function installMedusa(): Promise<string> {
  mkdirSync(cache, { recursive: true });
  copyFileSync(join(here, 'medusa-config.js'), join(cache, 'medusa-config.js'));
  const isCurrent = existsSync(dump) && packageFiles.every((file) => read(here, file) === read(cache, file));
  if (isCurrent) return cache;
  console.error('Medusa is being installed; this takes some minutes, once …');
  rmSync(dump, { force: true });
  for (const file of packageFiles) copyFileSync(join(here, file), join(cache, file));
  execFileSync('npm', ['ci', '--engine-strict=false', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: cache,
    stdio: ['ignore', 2, 2],
  });
  await migrate();
  return cache;
}

/** Starts a PostgreSQL with the migrated database. */
export async function openDatabase(): Promise<MedusaDatabase> {
  // It lives as long as one test: nothing needs to be on the disk.
  const postgres = await startPostgres({ settings: { fsync: 'off' } });
  const url = await postgres.createDatabase('medusa');
  await run(join(findPostgres(), 'psql'), [
    '--quiet',
    '--no-psqlrc',
    '--output=/dev/null',
    '--file',
    dump,
    url,
  ]);
  return { url, close: () => postgres.remove() };
}

/** What a process of Medusa is to find in its environment. */
export function medusaEnvironment(database: string, storeCors = 'https://shop.test'): NodeJS.ProcessEnv {
  return {
    ...env,
    NODE_ENV: 'production',
    DATABASE_URL: database,
    STORE_CORS: storeCors,
    MEDUSA_DISABLE_TELEMETRY: 'true',
  };
}

/** Its command, for node. */
export function medusaCommand(...words: string[]): string[] {
  return [join(cache, 'node_modules/@medusajs/cli/cli.js'), ...words];
}

async function migrate(): Promise<void> {
  const postgres = await startPostgres({ settings: { fsync: 'off' } });
  try {
    const url = await postgres.createDatabase('medusa');
    const medusa = (...words: string[]) =>
      run('node', medusaCommand(...words), { cwd: cache, env: medusaEnvironment(url) });
    await medusa('db:migrate', '--execute-all-links');
    await medusa('user', '--email', administrator.email, '--password', administrator.password);
    const { stdout } = await run(join(findPostgres(), 'pg_dump'), ['--no-owner', url], {
      maxBuffer: 2 ** 28,
    });
    writeFileSync(dump, stdout);
  } finally {
    await postgres.remove();
  }
}

const run = promisify(execFile);

function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}
