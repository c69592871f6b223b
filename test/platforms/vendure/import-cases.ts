import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { run } from '../../../src/commands/index.js';
import type { ImportedEntry } from '../../../src/importers/importer.js';
import { makeFeed } from '../../../src/importers/make-feed.js';
import { vendure as importer } from '../../../src/importers/vendure.js';
import { ask } from './ask.js';
import type { Vendure } from './start-vendure.js';

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
      const { kind, percentOff } = { kind: 'percent', percentOff: 10 };
      assert.deepEqual(benefits['SAVE10'], { kind, percentOff });
      assert.deepEqual(benefits['FIX5'], { kind: 'amount', amount: 500 });
      assert.deepEqual(benefits['FREESHIP'], { kind: 'shipping', percentOff: 100 });
      assert.deepEqual(benefits['SHIRT20'], { kind, percentOff: 20, scope: { products: ['SHIRT'] } });
      assert.deepEqual(benefits['MUGSTICKER'], {
        ...{ kind: 'buyXGetY', buy: 1, get: 1, percentOff: 100, maxTimes: 1 },
        ...{ scope: { products: ['MUG'] }, getScope: { products: ['STICKER'] } },
      });
      const kinds = await ask(adminApi, '{ facets { items { values { id code } } } }', {}, open().adminToken);
      const [{ values }] = kinds.data.facets.items;
      const paper = values.find(({ code }: Record<'code' | 'id', string>) => code === 'paper').id as string;
      assert.deepEqual(benefits['PAPER15'], { kind, percentOff: 15, scope: { tags: [paper] } });
      const conditions = (code: string) =>
        coupons.find(({ coupon }) => coupon.code === code)!.coupon.conditions;
      assert.deepEqual(conditions('NET50'), { minCartSpend: 5000 });
      assert.deepEqual(conditions('TWOMUGS'), { requires: [{ scope: { products: ['MUG'] }, quantity: 2 }] });
      // Given without a code, and known by the id that the adapter sees in the order.
      const automatic = coupons.find(({ coupon }) => coupon.title === '5% off orders from 200')!.coupon;
      assert.match(automatic.id, /^\d+$/);
      assert.equal(automatic.code, undefined);
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

    it('refuses a wrong password in plain words', async () => {
      const { adminApi, superadmin } = open();
      await assert.rejects(
        importer.read({ url: adminApi, ...superadmin, password: 'wrong' }, fetch),
        /knows no such administrator, or another password/,
      );
    });
  });
}
