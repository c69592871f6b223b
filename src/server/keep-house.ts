import type { Logger } from './create-logger.js';
import type { Ledger, Swept } from './ledgers/ledger.js';
import { repeat, type Stop } from './repeat.js';

/** What is overdue ends by itself; sweeping only gives its money and its places back. Milliseconds. */
const sweepEveryMs = 5_000;
const closeEveryMs = 60_000;

/**
 * Does what nobody asks for: ends what is overdue, and closes the days that are over. Every server of a store does so; who is second finds nothing to do.
 * @param onSwept told of each sweep
 */
export function keepHouse(
  ledger: Pick<Ledger, 'sweep' | 'closeDays' | 'auditHead'>,
  { info, error }: Logger,
  onSwept: (swept: Swept) => void,
): Stop {
  let closed: string | undefined;

  async function sweep(): Promise<void> {
    const swept = await ledger.sweep();
    onSwept(swept);
    if (swept.holds + swept.claims > 0) info('swept', { holds: swept.holds, claims: swept.claims });
  }

  async function closeDays(): Promise<void> {
    const day = await ledger.closeDays();
    if (day === closed) return;
    closed = day;
    // Whoever keeps this line elsewhere can prove later that the audit log was not changed behind it.
    const { sequence, hash } = await ledger.auditHead();
    info('days-closed', { until: day, auditSequence: sequence, auditHash: hash });
  }

  const stops = [
    repeat(sweep, sweepEveryMs, (fault) => error('sweep', fault)),
    repeat(closeDays, closeEveryMs, (fault) => error('close-days', fault)),
  ];
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}
