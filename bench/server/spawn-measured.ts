import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server in a process of its own, which says how much CPU time it has used. */
export interface Measured {
  /** `http://127.0.0.1:8787` */
  readonly address: string;
  /** The line that it printed when it listened. */
  readonly greeting: string;
  /** Resolves to the CPU time that its process has used so far, its own and the system's for it, milliseconds. */
  cpu(): Promise<number>;
  /** Ends it as an operator does. */
  stop(): Promise<void>;
}

/** Starts a module that listens on a port of its own and then prints `listens on http://…`. */
export async function spawnMeasured(module: URL, args: readonly string[]): Promise<Measured> {
  const child = fork(fileURLToPath(module), args, {
    execArgv: ['--import', new URL('report-cpu.js', import.meta.url).href, ...extraOptions()],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const greeting = await new Promise<string>((resolve, reject) => {
    let text = '';
    // Read to the end, so that nothing it prints holds it up.
    child.stdout!.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (/listens on \S+.*\n/.test(text)) resolve(text);
    });
    child.once('exit', () => reject(new Error(`${module.pathname} did not start: ${text}`)));
  });
  return {
    address: /listens on (http:\/\/[^\s,]+)/.exec(greeting)![1]!,
    greeting,
    async cpu() {
      child.send('cpu');
      const [{ user, system }] = (await once(child, 'message')) as [NodeJS.CpuUsage];
      return (user + system) / 1000;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Of Node, such as `--cpu-prof`. */
function extraOptions(): readonly string[] {
  return (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean);
}
