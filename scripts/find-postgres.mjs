// Where is a PostgreSQL that tests and benchmarks can start? Prefers what is there; on Debian as root it installs one.
// As a command it prints the folder of its programs; as a module it gives `findPostgres()` and `startPostgres()`.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, closeSync, existsSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { argv, env, getuid } from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { canInstallDebianPackages, installDebianPackages } from './install-debian-packages.mjs';

const oldestVersion = 15;
/** Debian keeps each version's programs in a folder of its own, away from PATH. */
const debianFolder = '/usr/lib/postgresql';
const host = '127.0.0.1';
const user = 'postgres';
/** Below those that systems give to clients: one who knocks while the server is away could else be given its port. */
const ports = [15_000, 30_000];
const startTimeoutMs = 30_000;
const pollMs = 20;

/**
 * Returns the folder of `initdb` and `postgres`: `PG_BIN` where it is set, else the newest that is installed, else (on Debian as root) of
 * one that it installs. Throws an error that says what to do where there is none.
 */
export function findPostgres() {
  if (env.PG_BIN) {
    if (isPostgres(env.PG_BIN)) return env.PG_BIN;
    throw new Error(`PG_BIN is "${env.PG_BIN}", and no PostgreSQL ${oldestVersion} or newer is there.`);
  }
  const installed = candidates().find(isPostgres);
  if (installed) return installed;
  if (canInstallDebianPackages()) {
    console.error('No PostgreSQL found: installing one with apt-get …');
    installDebianPackages('postgresql');
    const fresh = candidates().find(isPostgres);
    if (fresh) return fresh;
  }
  throw new Error(
    `The tests need PostgreSQL ${oldestVersion} or newer. Install its server, or set PG_BIN to the folder of initdb and postgres, and run the command again.`,
  );
}

/**
 * Starts a cluster of its own, in a new temporary folder and on a free port of this machine. It syncs its disk at each commit,
 * as one in production does. Whatever becomes of this process, the cluster ends with it.
 */
export async function startPostgres({ settings = {} } = {}) {
  const programs = findPostgres();
  // PostgreSQL refuses to run as root.
  const identity = getuid?.() === 0 ? identityOf('postgres') : {};
  const folder = await mkdtemp(join(tmpdir(), 'couponkit-postgres-'));
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid);
  const guard = startGuard(folder);
  const run = (program, ...words) =>
    promisify(execFile)(join(programs, program), words, { ...identity, cwd: folder });

  let port;
  let server;
  try {
    await run('initdb', '-D', folder, '-U', user, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync');
    port = await findFreePort();
    await start();
  } catch (error) {
    await remove();
    throw error;
  }

  async function start() {
    const log = openSync(join(folder, 'log'), 'a');
    const all = { listen_addresses: host, port, unix_socket_directories: '', ...settings };
    server = spawn(
      join(programs, 'postgres'),
      ['-D', folder, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      // A group of its own: Ctrl+C is for this process, and the guard follows it.
      { ...identity, cwd: folder, detached: true, stdio: ['ignore', log, log] },
    );
    server.unref();
    closeSync(log);
    const deadline = Date.now() + startTimeoutMs;
    while (!isReady(folder, server.pid)) {
      if (server.exitCode !== null || server.signalCode !== null || Date.now() > deadline) {
        const said = readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-10).join('\n');
        throw new Error(`PostgreSQL did not start:\n${said}`);
      }
      await wait(pollMs);
    }
  }

  async function stop(mode = 'fast') {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.ref();
    server.kill(mode === 'immediate' ? 'SIGQUIT' : 'SIGINT');
    await ended;
  }

  async function remove() {
    await stop('immediate');
    await rm(folder, { recursive: true, force: true });
    guard.stdin.end();
  }

  const urlOf = (database) => `postgres://${user}@${host}:${port}/${database}`;
  return {
    url: urlOf('postgres'),
    port,
    get pid() {
      return server.pid;
    },
    start,
    stop,
    remove,
    async createDatabase(name = `test_${randomInt(2 ** 47)}`) {
      await run('createdb', '-h', host, '-p', String(port), '-U', user, name);
      return urlOf(name);
    },
  };
}

function candidates() {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder) : [];
  return [
    // What stands there may point to where all programs are.
    ...(env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, 'initdb'))
      .filter((program) => existsSync(program))
      .map((program) => dirname(realpathSync(program))),
    ...versions.sort((one, other) => other - one).map((version) => join(debianFolder, version, 'bin')),
  ];
}

function isPostgres(folder) {
  if (!existsSync(join(folder, 'initdb')) || !existsSync(join(folder, 'postgres'))) return false;
  const said = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/\d+/.exec(said)?.[0]) >= oldestVersion;
}

function identityOf(name) {
  const id = (flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Outlives this process, however it ends, only to end the server and remove its folder. */
function startGuard(folder) {
  const script = 'cat; kill -QUIT "$(head -n 1 "$0/postmaster.pid")"; sleep 1; rm -rf "$0"';
  const guard = spawn('sh', ['-c', script, folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  guard.stdin.unref();
  return guard;
}

async function findFreePort() {
  for (;;) {
    const port = randomInt(...ports);
    const probe = createServer().listen(port, host);
    const free = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    await new Promise((resolve) => probe.close(resolve));
    if (free) return port;
  }
}

/** The eighth line of the server's own file says so. */
function isReady(folder, pid) {
  const file = join(folder, 'postmaster.pid');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) {
  try {
    console.log(findPostgres());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
