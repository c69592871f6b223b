import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { run, subcommands } from '../../src/commands/index.js';
import { importers } from '../../src/importers/index.js';
import { parseCommandLine } from '../../src/server/command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'couponkit-command-'));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

async function couponkit(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  fetch: typeof globalThis.fetch = () => assert.fail('nothing is asked'),
): Promise<Ran> {
  const [out, error]: [string[], string[]] = [[], []];
  const output = { out: (line: string) => out.push(line), error: (line: string) => error.push(line) };
  const status = await run(args, { output, environment, fetch });
  return { status, out: out.join('\n'), error: error.join('\n') };
}

describe('couponkit', () => {
  it('lists what it can do', async () => {
    for (const args of [[], ['--help'], ['help']]) {
      const { status, out } = await couponkit(args);
      assert.equal(status, 0);
      for (const name of Object.keys(subcommands)) assert.match(out, RegExp(`^ {2}${name} `, 'm'));
    }
  });

  it('refuses what it does not know, and says where help is', async () => {
    const { status, error } = await couponkit(['exchange']);
    assert.equal(status, 2);
    assert.match(error, /has no "exchange"/);
    const flag = await couponkit(['check', '--loud', 'a.json']);
    assert.equal(flag.status, 2);
    assert.match(flag.error, /--loud[^]*More: couponkit check --help/);
  });

  it('has help for each, without doing anything', async () => {
    for (const name of Object.keys(subcommands)) {
      const { status, out } = await couponkit([name, '--help']);
      assert.equal(status, 0);
      assert.match(out, RegExp(`^couponkit ${name}`));
    }
  });

  it('names every flag of the server in its help', async () => {
    const { out } = await couponkit(['serve', '--help']);
    for (const field of Object.keys(parseCommandLine(['--coupons', 'c', '--catalog', 'p'])))
      assert.match(
        out,
        RegExp(`--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}\\b`),
        field,
      );
  });

  it('names every importer and its flags in the help of import', async () => {
    const { out } = await couponkit(['import', '--help']);
    for (const [name, load] of Object.entries(importers)) {
      const importer = await load();
      assert.equal(importer.name, name);
      for (const flag of Object.keys(importer.flags)) assert.match(out, RegExp(`--${flag}\\b`), flag);
    }
  });

  it('has an importer for each file of importers', () => {
    const files = readdirSync('src/importers').filter((file) => file.endsWith('.ts'));
    const others = ['importer.ts', 'index.ts', 'make-feed.ts', 'write-feed.ts'];
    assert.deepEqual(
      files.filter((file) => !others.includes(file)).sort(),
      Object.keys(importers)
        .map((name) => `${name}.ts`)
        .sort(),
    );
  });
});

describe('couponkit check', () => {
  const good = { id: 'a', benefit: { kind: 'percent', percentOff: 10, maxAmount: 500 } };

  it('says that a file is good, in either form', async () => {
    const bare = write('bare.json', [good]);
    const feed = write('feed.json', {
      $schema: './x.json',
      coupons: [{ coupon: good, claim: { hidden: true } }],
    });
    const { status, out } = await couponkit(['check', bare, feed]);
    assert.equal(status, 0);
    assert.equal(out, `${bare}: 1 coupon, no errors\n${feed}: 1 coupon, no errors`);
  });

  it('says every problem with its place, in words', async () => {
    const file = write('bad.json', {
      coupons: [
        { coupon: { ...good, benefit: { kind: 'amount', amount: -5 } }, claim: { perShoper: 1 } },
        { id: 'b', benefit: { kind: 'amount', amount: 500 } },
      ],
    });
    const { status, out, error } = await couponkit(['check', file]);
    assert.equal(status, 1);
    assert.equal(
      error,
      [
        `${file}: error: coupons[0].claim.perShoper: Nothing has this name; is it misspelt?`,
        `${file}: error: coupons[0].coupon.benefit.amount: It must be at least 1.`,
      ].join('\n'),
    );
    assert.match(out, /warning: coupons\[1\]\.benefit: It takes an amount off whatever is bought/);
  });

  it('lets warnings pass', async () => {
    const file = write('warn.json', [{ id: 'b', benefit: { kind: 'amount', amount: 500 } }]);
    assert.equal((await couponkit(['check', file])).status, 0);
  });

  it('says that a file is not there, or no JSON, or not given', async () => {
    for (const [args, says] of [
      [[join(folder, 'none.json')], /none\.json cannot be read \(ENOENT\)/],
      [[write('broken.json', '{ "coupons": [ }')], /broken\.json is not JSON/],
      [[], /Which file\?/],
    ] as const) {
      const { status, error } = await couponkit(['check', ...args]);
      assert.equal(status, 2);
      assert.match(error, says);
    }
  });
});

/** Vendure's Admin API with these promotions, in the form of its schema (3.7.3), for whoever has this API key. */
function vendureWith(...promotions: readonly object[]): typeof globalThis.fetch {
  return (_, init) => {
    const { query } = JSON.parse(String(init!.body)) as { query: string };
    const isKnown = new Headers(init!.headers).get('vendure-api-key') === 'KEY';
    if (!isKnown) return Promise.resolve(new Response('', { status: 401 }));
    const data = query.includes('activeChannel')
      ? { activeChannel: { defaultCurrencyCode: 'USD', pricesIncludeTax: false } }
      : { promotions: { items: promotions } };
    return Promise.resolve(Response.json({ data }));
  };
}

const promotion = (couponCode: string | null, code: string, value = '10') => ({
  id: '7',
  name: 'Ten percent',
  enabled: true,
  couponCode,
  startsAt: null,
  endsAt: null,
  translations: [],
  conditions: [],
  actions: [{ code, args: [{ name: 'discount', value }] }],
});

describe('couponkit import', () => {
  const url = ['--url', 'https://shop.example/admin-api'];
  const shop = vendureWith(
    promotion('SAVE10', 'order_percentage_discount'),
    promotion('VIP', 'order_percentage_discount'),
    promotion('LINE', 'order_line_fixed_discount'),
    promotion(null, 'free_shipping'),
  );
  const key = { COUPONKIT_API_KEY: 'KEY' };

  it('writes the feed, and says what became of each promotion', async () => {
    const out = join(folder, 'coupons.json');
    const ran = await couponkit(['import', 'vendure', '--out', out, '--codes', 'save10', ...url], key, shop);
    assert.deepEqual(
      { ...ran, out: ran.out.split('\n') },
      {
        status: 0,
        out: [
          'left out      LINE         It takes an amount off each line, however many units it has; a coupon takes it off each unit, or once.',
          'taken         Ten percent',
          'taken         SAVE10',
          'left out      VIP          It has a code; add --codes VIP if every visitor may have it.',
          `${out}: 2 taken, 2 left out`,
        ],
        error: '',
      },
    );
    const { coupons } = JSON.parse(readFileSync(out, 'utf8'));
    assert.deepEqual(coupons, [
      { coupon: { id: '7', title: 'Ten percent', benefit: { kind: 'shipping', percentOff: 100 } } },
      {
        coupon: {
          id: 'save10',
          title: 'Ten percent',
          code: 'SAVE10',
          benefit: { kind: 'percent', percentOff: 10, rounded: 'price' },
        },
        claim: { hidden: false },
      },
    ]);
    assert.equal((await couponkit(['check', out])).status, 0);
  });

  it('keeps what was written by hand with --merge, and says that nothing has changed', async () => {
    const out = join(folder, 'merged.json');
    const mine = { id: 'mine', benefit: { kind: 'amount', amount: 100 } };
    write('merged.json', { coupons: [mine] });
    const words = ['import', 'vendure', '--out', out, '--merge', ...url];
    assert.match((await couponkit(words, key, shop)).out, /kept {10}mine/);
    assert.deepEqual(JSON.parse(readFileSync(out, 'utf8')).coupons[1], mine);
    assert.match((await couponkit(words, key, shop)).out, /as it was$/);
  });

  it('fails with --strict where something cannot be said, and not for codes that are kept back', async () => {
    const words = ['import', 'vendure', '--out', join(folder, 'strict.json'), '--strict', ...url];
    assert.equal((await couponkit(words, key, shop)).status, 1);
    const sayable = vendureWith(promotion('VIP', 'order_percentage_discount'));
    assert.equal((await couponkit(words, key, sayable)).status, 0);
  });

  it('leaves the file as it was where the platform cannot be asked, and does not say the secret', async () => {
    const out = write('kept.json', { coupons: [] });
    const ran = await couponkit(['import', 'vendure', '--out', out, '--api-key', 'hush', ...url], {}, shop);
    assert.equal(ran.status, 2);
    assert.match(ran.error, /^https:\/\/shop\.example\/admin-api refuses the credentials \(401\)/);
    assert.doesNotMatch(ran.error, /hush/);
    assert.equal(readFileSync(out, 'utf8'), '{"coupons":[]}');
  });

  it('prints nothing that a terminal or a log would obey', async () => {
    const named = {
      ...promotion(null, 'free_shipping'),
      name: 'Ten\n::stop-commands::x\u001b[2J\u009b2J\u202e',
    };
    const out = join(folder, 'clean.json');
    const ran = await couponkit(['import', 'vendure', '--out', out, ...url], key, vendureWith(named));
    const [line] = ran.out.split('\n');
    assert.equal(line, 'taken         Ten ::stop-commands::x [2J 2J');
    const refusing = async () => Response.json({ errors: [{ message: 'No\r\n\u001b[31m' }] });
    const { error } = await couponkit(['import', 'vendure', '--out', out, ...url], key, refusing);
    assert.match(error, /refuses the query: No {3}\[31m$/);
  });

  it('does not repeat a secret that the platform repeats', async () => {
    const echo = async (_: unknown, init?: RequestInit) =>
      Response.json({ errors: [{ message: `no ${new Headers(init?.headers).get('vendure-api-key')}` }] });
    const args = ['import', 'vendure', '--out', join(folder, 'echo.json'), ...url];
    const { status, error } = await couponkit(args, { COUPONKIT_API_KEY: 'hush-hush' }, echo);
    assert.equal(status, 2);
    assert.match(error, /no …/);
    assert.doesNotMatch(error, /hush/);
  });

  it('never writes over a file that is no feed, and does not ask the platform for it', async () => {
    const out = write('package.json', { name: 'my-shop' });
    const ran = await couponkit(['import', 'vendure', '--out', out, ...url], key);
    assert.equal(ran.status, 2);
    assert.match(ran.error, /is no feed of coupons/);
    assert.equal(
      (await couponkit(['import', 'vendure', '--out', out, '--force', ...url], key, shop)).status,
      0,
    );
  });

  it('says which platforms there are', async () => {
    for (const args of [[], ['magento'], ['toString']]) {
      const { status, error } = await couponkit(['import', ...args]);
      assert.equal(status, 2);
      assert.match(error, /From where\? couponkit import [a-z|]*vendure/);
    }
    assert.match((await couponkit(['import', 'vendure', 'now'])).error, /What is "now"\?/);
  });
});
