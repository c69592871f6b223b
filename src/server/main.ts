#!/usr/bin/env node
/** The command: `npm run serve -- --coupons coupons.json --catalog catalog.json --origins http://localhost:8000`. */
import { parseCommandLine, StartError } from './command-line.js';
import { start } from './start.js';

try {
  const output = { out: (line: string) => console.log(line), error: (line: string) => console.error(line) };
  const running = await start(parseCommandLine(process.argv.slice(2)), output);
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
