#!/usr/bin/env node
/** The command: `npm run audit -- --store file:./couponkit.db`. Says whether the audit log holds, and where it breaks. */
import { runAudit } from './run-audit.js';

process.exitCode = await runAudit(process.argv.slice(2));
