#!/usr/bin/env node
/** The command `couponkit`: each subcommand is loaded when it is asked for. */
import { run } from './commands/index.js';

const output = { out: (line: string) => console.log(line), error: (line: string) => console.error(line) };
process.exitCode = await run(process.argv.slice(2), { output, environment: process.env, fetch });
