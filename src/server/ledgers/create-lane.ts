import { gather } from '../gather.js';
import type { Command } from './command.js';
import { ConstraintError, type Database } from './database.js';
import { LedgerUnavailableError } from './ledger.js';
import { keyId } from './rows.js';
import { loadWorkingSet, writeWorkingSet, type WorkingSet } from './working-set.js';

/** So many commands are decided in one transaction at the most. */
const maxBatch = 256;

/**
 * Returns what runs commands. Those of this process go through one lane: what comes while a transaction is under way goes into the next one together,
 * so that many share its locks, its commit and its place in the audit log.
 */
export function createLane(
  database: Database,
  onBatch: (batch: { readonly commands: number; readonly durationMs: number }) => void = () => {},
): <Outcome>(command: Command<Outcome>) => Promise<Outcome> {
  const submit = gather<Command<unknown>, Result>(async (commands) => {
    const started = performance.now();
    try {
      return await decideAll(commands);
    } catch (error) {
      const mayBeOne = error instanceof ConstraintError || commands.length > 1;
      if (error instanceof LedgerUnavailableError || !mayBeOne) throw error;
      return await Promise.all(commands.map((command) => decideAlone(command)));
    } finally {
      onBatch({ commands: commands.length, durationMs: performance.now() - started });
    }
  }, maxBatch);

  async function decideAll(commands: readonly Command<unknown>[]): Promise<Result[]> {
    return database.transact(async (transaction) => {
      const set = await loadWorkingSet(transaction, database.isOneOf, commands);
      const outcomes = commands.map((command) => decide(command, set));
      await writeWorkingSet(transaction, set);
      return outcomes.map((value) => ({ value }));
    });
  }

  /** The second wall has refused the batch, or one of it cannot be decided at all: each command by itself, so that only the wrong one fails. */
  async function decideAlone(command: Command<unknown>): Promise<Result> {
    try {
      const [result] = await decideAll([command]).catch((error: unknown) => {
        if (!(error instanceof ConstraintError)) throw error;
        // Where two servers had the same key or order at once, the second look finds what the other has done.
        return decideAll([command]);
      });
      return result!;
    } catch (error) {
      return { error };
    }
  }

  return async <Outcome>(command: Command<Outcome>) => {
    const result = await submit(command);
    if ('error' in result) throw result.error;
    return result.value as Outcome;
  };
}

type Result = { readonly value: unknown } | { readonly error: unknown };

/** What the key has done before is answered again; what is done now is remembered with its key. */
function decide({ keyed, decide }: Command<unknown>, set: WorkingSet): unknown {
  if (!keyed) return decide(set);
  const id = keyId(keyed);
  const before = set.keys.get(id);
  if (before) {
    return before.request === keyed.request
      ? { state: 'done', value: JSON.parse(before.answer) as unknown, replayed: true }
      : { state: 'key-reused' };
  }
  const outcome = decide(set) as { readonly state: string; readonly value?: unknown };
  if (outcome.state === 'done') {
    set.keys.add({ id, request: keyed.request, answer: JSON.stringify(outcome.value), at: set.now });
  }
  return outcome;
}
