import { importers } from '../importers/index.js';
import { ImportError, type Importer } from '../importers/importer.js';
import { variableOf } from '../importers/internal/require-flag.js';
import { makeFeed, type FeedRow } from '../importers/make-feed.js';
import { readFeed, writeFeed } from '../importers/write-feed.js';
import { parseFlags } from './parse-flags.js';
import { UsageError, type Subcommand, type Surroundings } from './subcommand.js';

const ownFlags = {
  out: 'the file to write; coupons.json unless given',
  codes: 'codes that every visitor may see and use, separated by commas',
  'all-codes': 'every visitor may see and use every code',
  merge: 'keep what the file has beside, such as coupons that you wrote yourself',
  force: 'write over a file that is no feed',
  strict: 'status 1 where a promotion cannot be said as a coupon',
};

const names = Object.keys(importers).join('|');

/** Makes a feed of a platform's promotions. */
export const importPromotions: Subcommand = {
  async help() {
    const platforms = await Promise.all(
      Object.values(importers).map(async (load) => {
        const { name, flags } = await load();
        return `${name}\n${list(flags)}`;
      }),
    );
    return `couponkit import ${names} [flags]

Reads the promotions of your shop platform by its admin API, changes nothing there, and writes them
as a coupon feed. Everybody can read a feed: a promotion with a code is left out unless you name the
code.

${list(ownFlags)}

${platforms.join('\n\n')}

Each flag of a platform may stand in the environment instead, --token as ${variableOf('token')}: secrets do
not belong into the shell's history.`;
  },

  async run([name = '', ...args], surroundings) {
    const load = Object.hasOwn(importers, name) ? importers[name] : undefined;
    if (!load) throw new UsageError(`From where? couponkit import ${names}`);
    try {
      return await importFrom(await load(), args, surroundings);
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      surroundings.output.error(clean(error.message));
      return 2;
    }
  },
};

async function importFrom(
  importer: Importer,
  args: readonly string[],
  { output, environment, fetch }: Surroundings,
): Promise<number> {
  const flags = Object.keys(importer.flags);
  const { values, switches, positionals } = parseFlags(
    args,
    ['out', 'codes', ...flags],
    ['all-codes', 'merge', 'force', 'strict'],
  );
  if (positionals.length > 0) throw new UsageError(`What is "${positionals[0]}"?`);
  const given = flags.flatMap((flag) => {
    const value = values[flag] ?? environment[variableOf(flag)];
    return value ? [[flag, value] as const] : [];
  });
  const { out = 'coupons.json', codes = '' } = values;
  // Before the platform is asked: that takes longer.
  const before = await readFeed(out, switches.has('force'));
  const imported = await importer.read(Object.fromEntries(given), fetch).catch((error: unknown) => {
    throw error instanceof ImportError ? withoutSecrets(error, given) : error;
  });
  const made = makeFeed(imported, {
    codes: switches.has('all-codes') ? 'all' : codes.split(','),
    ...(switches.has('merge') && { kept: before.coupons }),
    now: Date.now(),
  });
  const isNew = await writeFeed(out, { ...before, coupons: made.coupons });
  report(out, isNew, made.rows, output.out);
  return switches.has('strict') && made.rows.some(({ state }) => state === 'left-out') ? 1 : 0;
}

/** A platform may repeat what it was asked. */
function withoutSecrets(
  { message, cause }: ImportError,
  given: readonly (readonly [flag: string, value: string])[],
): ImportError {
  const secrets = given.filter(([flag]) => /key|token|password|secret/.test(flag));
  return new ImportError(
    secrets.reduce((text, [, secret]) => text.replaceAll(secret, '…'), message),
    { cause },
  );
}

/** Names are the platform's: nothing in them commands a terminal, or the log of a build. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, ' ');
}

const states: Readonly<Record<FeedRow['state'], string>> = {
  taken: 'taken',
  approximated: 'approximated',
  'left-out': 'left out',
  withheld: 'left out',
  kept: 'kept',
};

function report(out: string, isNew: boolean, rows: readonly FeedRow[], print: (line: string) => void): void {
  const width = Math.max(...rows.map(({ promotion }) => promotion.length), 0);
  for (const { promotion, state, why = '' } of rows)
    print(clean(`${states[state].padEnd(12)}  ${promotion.padEnd(width)}  ${why}`).trimEnd());
  const counts = [...new Set(Object.values(states))]
    .map((state) => ({ state, count: rows.filter((row) => states[row.state] === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`);
  print(`${out}: ${counts.join(', ') || 'no promotions'}${isNew ? '' : '; as it was'}`);
}

function list(flags: Readonly<Record<string, string>>): string {
  return Object.entries(flags)
    .map(([flag, what]) => `  --${flag.padEnd(16)} ${what}`)
    .join('\n');
}
