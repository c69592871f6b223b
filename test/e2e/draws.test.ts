import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { openShop, type Shop, type Visit } from './open-shop.js';
import { appears, isInState, press, sees, textOf } from './steps.js';

/** A draw at least runs up and slows down. */
const stopsMs = 12_000;

interface Drawn {
  readonly prize?: string;
  readonly held: readonly { readonly id: string; readonly coupon: { readonly id: string } }[];
  readonly points?: number;
}

let shop: Shop;

before(async () => (shop = await openShop()));
after(() => shop.close());

describe('a draw on the wheel', () => {
  let visit: Visit;

  before(async () => (visit = await shop.visit()));
  after(() => visit.leave());

  it('asks to sign in first, and publishes prizes and odds all the same', async () => {
    await visit.go('/en/wheel/');
    await isInState(visit.page, 'coupon-wheel', 'sign-in');
    await press(visit.page, 'coupon-wheel >>> summary');
    await sees(visit.page, 'coupon-wheel', /100 points 15%/);
  });

  it('stops at what the server drew, and that is what the wallet holds', async () => {
    const { page } = visit;
    await signIn(visit, 'member');
    await visit.go('/en/wheel/');
    for (const left of [2, 1, 0]) {
      await isInState(page, 'coupon-wheel', 'available');
      const before = await walletOf(page);
      const pointsBefore = await pointsOf(page);
      const { drawn, atTop } = await drawOnce(page);
      assert.equal(atTop, drawn.prize ?? '', 'the sector at the top is the prize');
      await page.reload();
      await isInState(page, 'coupon-wheel', left > 0 ? 'available' : 'taken');
      const after = await walletOf(page);
      assert.deepEqual(
        after.filter((id) => !before.includes(id)),
        drawn.held.map(({ id }) => id),
      );
      assert.equal(await pointsOf(page), pointsBefore + (drawn.points ?? 0));
    }
    assert.match(await textOf(page, 'coupon-wheel'), /Done for now.*Next time: /);
    assert.deepEqual(visit.complaints, []);
  });

  it('is not lost with the network: the next press shows the one draw that was made', async () => {
    const other = await shop.visit({ reducedMotion: true });
    const { page } = other;
    await signIn(other, 'member');
    await other.go('/en/wheel/');
    await isInState(page, 'coupon-wheel', 'available');
    // Requests have their effect; as long as the network is gone, no answer comes back.
    await page.setRequestInterception(true);
    let isGone = true;
    const keys = new Set<string | undefined>();
    page.on('request', (request) => {
      const isDraw = request.url().endsWith('/v1/participations') && request.method() === 'POST';
      if (!isDraw) return void request.continue();
      keys.add(request.headers()['idempotency-key']);
      if (!isGone) return void request.continue();
      void fetch(request.url(), {
        method: 'POST',
        headers: request.headers(),
        body: request.postData()!,
      }).then(
        () => request.abort('connectionreset'),
        () => request.abort('failed'),
      );
    });
    await press(page, 'coupon-wheel >>> .main');
    await sees(page, 'coupon-wheel', /Try again.*Nothing is lost/);
    isGone = false;
    const { drawn } = await drawOnce(page);
    assert.equal(keys.size, 1, 'however often it was tried');
    await page.reload();
    await isInState(page, 'coupon-wheel', 'available');
    await sees(page, 'coupon-wheel', /2 times left/);
    assert.deepEqual(
      (await walletOf(page)).filter((id) => drawn.held.some((held) => held.id === id)),
      drawn.held.map(({ id }) => id),
    );
    await other.leave();
  });
});

describe('a pack', () => {
  it('is in the wallet after one press, with its own time, and is still told after a reload', async () => {
    const visit = await shop.visit({ reducedMotion: true });
    const { page } = visit;
    await signIn(visit, 'newcomer');
    await visit.go('/en/welcome/');
    await sees(page, 'coupon-pack', /Good for 2 days/);
    await press(page, 'coupon-pack >>> .main');
    await sees(page, 'coupon-pack', /In your wallet: 3 coupons/);
    await page.reload();
    await sees(page, 'coupon-pack', /In your wallet: 3 coupons.*Expires in 1 day/);
    assert.deepEqual(visit.complaints, []);
    await visit.leave();
  });

  it('says that it is not for who has ordered before', async () => {
    const visit = await shop.visit({ reducedMotion: true });
    await signIn(visit, 'member');
    await visit.go('/en/welcome/');
    await isInState(visit.page, 'coupon-pack', 'not-eligible');
    await sees(visit.page, 'coupon-pack', /Not available to you This is not for you this time/);
    await visit.leave();
  });
});

async function signIn({ page, go }: Visit, role: string): Promise<void> {
  await go('/en/');
  await page.evaluate(async (who) => {
    await fetch('/en/sign-in', { method: 'POST', body: new URLSearchParams({ role: who }) });
  }, role);
}

/** Draws, waits until it is shown, and reads which sector the pointer points at. */
async function drawOnce(page: Page): Promise<{ readonly drawn: Drawn; readonly atTop: string }> {
  await appears(page, 'coupon-wheel >>> .main');
  await page.evaluate(() => {
    document.addEventListener('coupon-drawn', (event) => Object.assign(globalThis, { drawn: event.detail }), {
      once: true,
    });
  });
  await press(page, 'coupon-wheel >>> .main');
  const handle = await page.waitForFunction(() => (globalThis as { drawn?: unknown }).drawn, {
    timeout: stopsMs,
  });
  const drawn = (await handle.jsonValue()) as Drawn;
  await appears(page, 'coupon-wheel >>> .result');
  const atTop = await page.evaluate(async () => {
    const wheel = document.querySelector('coupon-wheel')!;
    await wheel.updateComplete;
    const box = wheel.shadowRoot!.querySelector('.turning')!.parentElement!.getBoundingClientRect();
    // Just below the rim, where the hub points.
    const [found] = wheel
      .shadowRoot!.elementsFromPoint(box.left + box.width / 2, box.top + box.height * 0.09)
      .flatMap((element) => element.closest('.sector') ?? []);
    const sectors = [...wheel.shadowRoot!.querySelectorAll('g[part=sector]')];
    const { $campaigns } = await wheel.session!.campaigns();
    const view = $campaigns.get()!.find(({ kind }) => kind === 'draw') as unknown as {
      prizes: { id: string; oddsBps: number }[];
    };
    const ids = view.prizes.filter(({ oddsBps }) => oddsBps > 0).map(({ id }) => id);
    return ids[sectors.indexOf(found!)] ?? '';
  });
  return { drawn, atTop };
}

/** The pieces that the session's wallet holds. */
async function walletOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { session } = document.querySelector('coupon-wheel')!;
    await session!.loadOffers();
    return session!.$wallet.get()!.map(({ id }) => id);
  });
}

async function pointsOf(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { $points } = await document.querySelector('coupon-wheel')!.session!.campaigns();
    return $points.get() ?? 0;
  });
}
