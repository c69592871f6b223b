import type { Database, Row } from './database.js';
import type { Documents } from './ledger.js';

interface DocumentRow extends Row {
  readonly name: string;
  readonly value: string;
  readonly version: number;
}

/** Small documents in a table, with one version for all of them. */
export function createDocuments(database: Database): Documents {
  const { select, transact } = database;

  return {
    async version() {
      const [row] = await select<{ version: number }>(newest);
      return row!.version;
    },

    async read() {
      const rows = await select<DocumentRow>("SELECT name, value, version FROM document WHERE name <> ''");
      return new Map(rows.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
    },

    write: (name, value, only) =>
      transact(async (transaction) => {
        // The row that all writers lock: versions then grow in the order of commits.
        await transaction.lock<DocumentRow>('document', 'name', [''], () => ({
          name: '',
          value: 'null',
          version: 0,
        }));
        const [[before], [last]] = await Promise.all([
          transaction.select<DocumentRow>('SELECT * FROM document WHERE name = $1', [name]),
          transaction.select<{ version: number }>(newest),
        ]);
        if (before && only === 'new') return false;
        const row = { name, value: JSON.stringify(value), version: last!.version + 1 };
        await (before
          ? transaction.update('document', 'name', [row])
          : transaction.insert('document', [row]));
        const events = [{ event: 'document-written', name, version: row.version }];
        await transaction.appendAudit(await transaction.now(), JSON.stringify(events));
        return true;
      }),
  };
}

const newest = 'SELECT coalesce(max(version), 0) AS version FROM document';
