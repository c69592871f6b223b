import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createVendureAdapter } from '../../../src/adapters/vendure.js';
import { run } from '../../../src/commands/index.js';
import { check, quote } from '../../../src/engine/index.js';
import type { ImportedEntry } from '../../../src/importers/importer.js';
import { makeFeed } from '../../../src/importers/make-feed.js';
import { vendure as importer } from '../../../src/importers/vendure.js';
import { ask } from './ask.js';
import { createShopper } from './create-shopper.js';
import type { Vendure } from './start-vendure.js';

/** Below the 200.00 from which the shop takes something off by itself. */
const carts: readonly Readonly<Record<string, number>>[] = [
  { MUG: 1, SHIRT: 1, STICKER: 1 },
  { MUG: 3, STICKER: 2, BOTTLE: 1 },
  { STICKER: 7, NOTEBOOK: 3, 'POSTER-A3': 1 },
  { SHIRT: 3 },
  { MUG: 2, NOTEBOOK: 1, 'POSTER-A2': 2, STICKER: 1 },
  { BOTTLE: 2, MUG: 1 },
];

/** What the command imports from the real server, as `create-shop.ts` made it. @param open gives the server that runs */
export function vendureImportCases(open: () => Vendure): void {
  describe('couponkit import vendure', () => {
    it('writes a feed of the promotions, and says what it could not', async () => {
      const { adminApi, superadmin } = open();
      const folder = mkdtempSync(join(tmpdir(), 'couponkit-import-'));
      const out = join(folder, 'coupons.json');
      const [lines, errors]: [string[], string[]] = [[], []];
      const status = await run(
        [
          'import',
          'vendure',
          '--out',
          out,
          '--all-codes',
          '--url',
          adminApi,
          '--username',
          superadmin.username,
        ],
        {
          output: { out: (line) => lines.push(line), error: (line) => errors.push(line) },
          environment: { COUPONKIT_PASSWORD: superadmin.password },
          fetch,
        },
      );
      const { coupons } = JSON.parse(readFileSync(out, 'utf8')) as { coupons: ImportedEntry[] };
      rmSync(folder, { recursive: true });
      assert.deepEqual([status, errors], [0, []]);
      const benefits = Object.fromEntries(
        coupons.flatMap(({ coupon: { code, benefit, scope } }) =>
          code ? [[code, { ...benefit, ...(scope && { scope }) }]] : [],
        ),
      );
      const percent = { kind: 'percent', rounded: 'price' };
      assert.deepEqual(benefits['SAVE10'], { ...percent, percentOff: 10 });
      assert.deepEqual(benefits['FIX5'], { kind: 'amount', amount: 500 });
      assert.deepEqual(benefits['FREESHIP'], { kind: 'shipping', percentOff: 100 });
      assert.deepEqual(benefits['SHIRT20'], { ...percent, percentOff: 20, scope: { products: ['SHIRT'] } });
      assert.deepEqual(benefits['MUGSTICKER'], {
        ...{ kind: 'buyXGetY', buy: 1, get: 1, percentOff: 100, maxTimes: 1 },
        ...{ scope: { products: ['MUG'] }, getScope: { products: ['STICKER'] } },
      });
      const kinds = await ask(adminApi, '{ facets { items { values { id code } } } }', {}, open().adminToken);
      const [{ values }] = kinds.data.facets.items;
      const paper = values.find(({ code }: Record<'code' | 'id', string>) => code === 'paper').id as string;
      assert.deepEqual(benefits['PAPER15'], { ...percent, percentOff: 15, scope: { tags: [paper] } });
      const conditions = (code: string) =>
        coupons.find(({ coupon }) => coupon.code === code)!.coupon.conditions;
      assert.deepEqual(conditions('NET50'), { minCartSpend: 5000 });
      assert.deepEqual(conditions('TWOMUGS'), { requires: [{ scope: { products: ['MUG'] }, quantity: 2 }] });
      // Given without a code, and known by the id that the adapter sees in the order.
      const automatic = coupons.find(({ coupon }) => !coupon.code)!.coupon;
      assert.match(automatic.id, /^\d+$/);
      assert.match(JSON.stringify(automatic.title), /5% off orders from 200/);
      for (const code of ['LINE1', 'STAFF', 'EXPIRED']) {
        assert.equal(benefits[code], undefined);
        assert.match(
          lines.find((line) => line.includes(` ${code} `))!,
          /^left out .* \w[^]*\.$/,
        );
      }
      assert.doesNotMatch(lines.join('\n'), /DISABLED/);
      assert.match(
        lines.find((line) => line.includes('MIN100'))!,
        /^approximated .*with tax/,
      );
    });

    it('writes the same a second time, and nothing that check refuses', async () => {
      const { adminApi, superadmin } = open();
      const read = async () =>
        makeFeed(await importer.read({ url: adminApi, ...superadmin }, fetch), {
          codes: 'all',
          now: Date.now(),
        });
      const [first, second] = [await read(), await read()];
      assert.equal(JSON.stringify(first), JSON.stringify(second));
      for (const { state, why } of first.rows)
        if (state === 'left-out') assert.doesNotMatch(why!, /^[\w.[\]]+: /);
    });

    it('previews what Vendure takes off, but for half a cent', { timeout: 60_000 }, async () => {
      const { adminApi, superadmin } = open();
      const { entries, notes } = await importer.read({ url: adminApi, ...superadmin }, fetch);
      const coupons = makeFeed({ entries, notes }, { codes: 'all', now: Date.now() })
        .coupons as ImportedEntry[];
      const coded = coupons.filter(({ coupon }) => coupon.code && !coupon.validFrom);
      assert.ok(coded.length > 8);
      /** How much less the preview takes off. */
      const differences: { readonly code: string; readonly less: number }[] = [];
      for (const quantities of carts) {
        const shopper = createShopper(open());
        await shopper.add(quantities);
        await shopper.chooseDelivery();
        const adapter = createVendureAdapter({
          server: open().shopApi,
          token: shopper.token,
          storage: shopper.storage,
          engine: { check },
        });
        const { cart } = await adapter.cart!().read({ signal: new AbortController().signal });
        for (const { coupon } of coded) {
          await shopper.addCode(coupon.code!);
          const { activeOrder } = await shopper.ask('{ activeOrder { total } }');
          await shopper.removeCode(coupon.code!);
          const { payable } = quote(cart!, [coupon], { now: Date.now() });
          differences.push({ code: coupon.code!, less: payable - activeOrder.total });
        }
        await adapter.close();
      }
      const other = differences.filter(({ less }) => less !== 0);
      assert.ok(other.length <= differences.length / 10, JSON.stringify(other));
      for (const { code, less } of other) {
        // Of a discount of x.5 cents Vendure takes off x.
        const isRounded = less === -1;
        const isSaid = notes.some(({ promotion, kind }) => promotion === code && kind === 'approximated');
        assert.ok(isRounded || (isSaid && less > 0), `${code}: ${less}`);
      }
    });

    it('refuses a wrong password in plain words', async () => {
      const { adminApi, superadmin } = open();
      await assert.rejects(
        importer.read({ url: adminApi, ...superadmin, password: 'wrong' }, fetch),
        /knows no such administrator, or another password/,
      );
    });
  });
}
