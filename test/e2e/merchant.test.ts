import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { createClient, type Client } from '../../src/server/index.js';
import { openShop, type Shop } from './open-shop.js';
import { follow, isInState, sees } from './steps.js';

let shop: Shop;
let client: Client;

before(async () => {
  shop = await openShop();
  const { address, secretKey } = shop.demo.coupons;
  client = createClient({ server: address, secretKey });
});
after(() => shop.close());

/** The cells of a row, by what it is called. */
async function rowOf(page: Page, name: RegExp): Promise<readonly string[]> {
  const rows = await page.$$eval('.table tbody tr', (all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent.trim())),
  );
  return rows.find(([first]) => name.test(first!)) ?? assert.fail(`no row ${name}: ${JSON.stringify(rows)}`);
}

/** Minor units of `¥1,234.50`. */
const minor = (text: string) => Math.round(Number(text.replace('−', '-').replace(/[¥,]/g, '')) * 100);

describe('the merchant’s books', () => {
  it('say of a new day that nothing has happened yet', async () => {
    const { page, complaints, go, leave } = await shop.visit();
    await go('/en/merchant/');
    await sees(page, '.books', /Nothing yet/);
    await sees(page, '.books', /Both books agree\. Orders compared: 0/);
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('say what each shop is owed after an order of which something came back, to the cent', async () => {
    const { page, complaints, go, leave } = await shop.visit({
      cart: { 'cashmere-coat': 1, 'oxford-shirt': 2, 'brocade-tie': 1, 'paper-lamp': 1 },
    });
    await go('/en/cart/');
    await isInState(page, 'coupon-cart', 'verified');
    await follow(page, 'coupon-cart >>> [part=checkout-button]');
    await follow(page, 'form[action$="/orders"] .button');
    await page.select('.returns select[name="oxford-shirt"]', '1');
    await follow(page, '.returns form .button');
    await go('/en/merchant/');

    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format();
    const statements = await client.settlements({ from: day, to: day });
    assert.deepEqual(statements.map(({ shop }) => shop).sort(), ['pingchang', 'qingjin']);
    for (const statement of statements) {
      const [, opening, redemptions, reversals, payouts, closing, borneByShop, paid] = (
        await rowOf(page, new RegExp(`^${statement.shop}$`, 'i'))
      ).map(minor);
      assert.deepEqual(
        { opening, redemptions, reversals, payouts, closing, borneByShop, paid },
        Object.fromEntries(
          (['opening', 'redemptions', 'reversals', 'payouts', 'closing', 'borneByShop', 'paid'] as const).map(
            (name) => [name, statement[name]],
          ),
        ),
      );
      assert.equal(opening! + redemptions! - reversals! - payouts!, closing);
      assert.ok(redemptions! > 0);
    }
    const [, claimed, reserved, redeemed, rate] = await rowOf(page, /Mountains & seas/);
    assert.deepEqual([claimed, reserved, redeemed, rate], ['1', '0', '1', '100%']);
    await sees(page, '.books', /Both books agree\. Orders compared: 1/);

    const table = await page.evaluate(async () => {
      const answer = await fetch(document.querySelector<HTMLAnchorElement>('a[download]')!.href);
      return { type: answer.headers.get('content-type'), text: await answer.text() };
    });
    assert.match(table.type!, /^text\/csv/);
    const [names, ...rows] = table.text
      .trim()
      .split('\r\n')
      .map((row) => row.split(','));
    assert.deepEqual(
      rows.map((row) => [row[names!.indexOf('shop')], Number(row[names!.indexOf('closing')])]).sort(),
      statements.map(({ shop, closing }) => [shop, closing]).sort(),
    );
    assert.deepEqual(complaints, []);
    await leave();
  });

  it('name the order that somebody changed behind the shop’s back', async () => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format();
    const { onlyOurs } = await client.reconcile({ from: day, to: day }, []);
    const [{ order, redemption, paid } = assert.fail()] = onlyOurs;
    const back = { returned: [{ line: 'paper-lamp', quantity: 1 }] };
    const reversed = await client.reverse(redemption, back, { idempotencyKey: 'by-hand' });
    assert.ok(reversed.ok);
    const { page, go, leave } = await shop.visit();
    await go('/en/merchant/');
    await sees(page, '.books', /These do not/);
    const [, why, ours, theirs] = await rowOf(page, new RegExp(order));
    assert.deepEqual(
      [why, minor(ours!), minor(theirs!)],
      ['Another amount', paid - reversed.value.refund.amount, paid],
    );
    await leave();
  });

  it('say that they are safe while the coupon server is away', async () => {
    const { page, go, leave } = await shop.visit();
    await shop.demo.coupons.stop('SIGKILL');
    await go('/zh-Hans/merchant/');
    await sees(page, '.verdict', /账目无恙/);
    await shop.demo.coupons.start();
    await go('/zh-Hant/merchant/');
    await sees(page, '.books', /應付/);
    await leave();
  });
});
