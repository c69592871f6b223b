import type { Subcommand } from './subcommand.js';
import { withServerPackages } from './with-server-packages.js';

/** Verifies the audit log of a store. */
export const audit: Subcommand = {
  help: () => `couponkit audit

Says whether the audit log of a store holds, or where it breaks; then the status is 1.

  --store    file:PATH, or postgres://…; file:./couponkit.db unless given
  --expect   NUMBER:HASH of an entry that was kept elsewhere; may be given again`,

  run(args) {
    return withServerPackages(async () => (await import('../server/run-audit.js')).runAudit(args));
  },
};
