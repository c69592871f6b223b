/** What does `couponkit …` do? Finds the subcommand, prints its help, and turns what it throws into a message and a status. */
import { UsageError, type Subcommand, type Surroundings } from './subcommand.js';

interface Entry {
  readonly summary: string;
  load(): Promise<Subcommand>;
}

/** Every subcommand. A new one is its file and one line here. */
export const subcommands: Readonly<Record<string, Entry>> = {
  check: {
    summary: 'says what is wrong with files of coupons',
    load: async () => (await import('./check.js')).check,
  },
  import: {
    summary: 'makes a feed of the promotions that your shop platform has',
    load: async () => (await import('./import.js')).importPromotions,
  },
  serve: { summary: 'starts the coupon server', load: async () => (await import('./serve.js')).serve },
  audit: {
    summary: 'says whether the audit log of a store holds',
    load: async () => (await import('./audit.js')).audit,
  },
};

/** Resolves to the status: 0 done, 1 something is wrong with what was asked about, 2 it could not be asked. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { output } = surroundings;
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    output.out(help());
    return 0;
  }
  const entry = Object.hasOwn(subcommands, name) ? subcommands[name]! : undefined;
  if (!entry) {
    output.error(`couponkit has no "${name}".\n\n${help()}`);
    return 2;
  }
  const subcommand = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    output.out(await subcommand.help());
    return 0;
  }
  try {
    return await subcommand.run(rest, surroundings);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.error(`${error.message}\nMore: couponkit ${name} --help`);
    return 2;
  }
}

function help(): string {
  const lines = Object.entries(subcommands).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
  return `couponkit: coupons for any shop on the web

${lines.join('\n')}

More: couponkit check --help`;
}
