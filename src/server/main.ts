#!/usr/bin/env node
/** The command: `npm run serve -- --coupons coupons.json --catalog catalog.json --origins http://localhost:8000`. */
import { runServer } from './run-server.js';

await runServer(process.argv.slice(2));
