import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseOffersAnswer } from '../../src/protocol/parse-offers-answer.js';

const coupon = { id: 'plain', benefit: { kind: 'amount', amount: 500 } };
const offer = { coupon, claim: { state: 'available', cost: { points: 100 } } };
const held = { id: 'h1', coupon, state: 'pending', until: '2026-11-22T00:00:00.000Z' };

test('what a server answers is read as it is', () => {
  const credit = { id: 'h2', coupon, state: 'held', balance: 500 };
  const answer = { offers: [offer], wallet: [held, credit], points: 70, serverTime: 5 };
  assert.deepEqual(parseOffersAnswer({ ...answer, more: 1 }), {
    ok: true,
    value: { ...answer, problems: [] },
  });
});

test('points that nobody has told are absent', () => {
  const parsed = parseOffersAnswer({ offers: [], wallet: [], serverTime: 5 });
  assert.deepEqual(parsed, { ok: true, value: { offers: [], wallet: [], serverTime: 5, problems: [] } });
});

test('one bad entry loses none of the others, and is named', () => {
  const parsed = parseOffersAnswer({
    offers: [{ coupon, claim: { state: 'maybe' } }, offer],
    wallet: [held, { ...held, state: 'lost' }],
    serverTime: 5,
  });
  assert.ok(parsed.ok);
  assert.equal(parsed.value.offers.length, 1);
  assert.equal(parsed.value.wallet.length, 1);
  const places = parsed.value.problems!.map(({ path, code }) => `${path} ${code}`);
  assert.deepEqual(places, ['offers[0].claim.state not-one-of', 'wallet[1].state not-one-of']);
});

test('points that are no number refuse the answer', () => {
  assert.equal(parseOffersAnswer({ offers: [], wallet: [], points: -1, serverTime: 5 }).ok, false);
});
