import { parseCommandLine, StartError } from './command-line.js';
import { start } from './start.js';

/** Starts the server by a command's words, stops it at a signal, and says where it listens. A mistake in the words ends the process with status 2. */
export async function runServer(args: readonly string[]): Promise<void> {
  try {
    const output = { out: (line: string) => console.log(line), error: (line: string) => console.error(line) };
    const running = await start(parseCommandLine(args), output);
    let stopping = false;
    const stop = (): void => {
      // A second signal does not wait.
      if (stopping) process.exit(1);
      stopping = true;
      void running.stop().then(() => process.exit(0));
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    // Last: whoever reads it may send a signal at once.
    console.log(`couponkit listens on ${running.address}, publishable key ${running.publishableKey}`);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}
