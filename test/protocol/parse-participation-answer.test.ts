import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseParticipationAnswer } from '../../src/protocol/parse-participation-answer.js';

const coupon = { id: 'plain', benefit: { kind: 'amount', amount: 500 } };
const held = { id: 'h1', coupon, state: 'held', validUntil: '2026-11-24T00:00:00+08:00' };
const participation = { id: 'p1', campaign: 'wheel', prize: 'big', held: [held], points: 5 };
const campaign = { id: 'wheel', kind: 'pack', state: 'taken', coupons: [coupon] };

test('what a participation has brought is read as it is', () => {
  const answer = { participation, campaign };
  assert.deepEqual(parseParticipationAnswer(answer), { ok: true, value: answer });
  const nothing = { participation: { id: 'p1', campaign: 'wheel', held: [] }, campaign };
  assert.deepEqual(parseParticipationAnswer(nothing), { ok: true, value: nothing });
});

test('one that is not whole is refused: nobody knows then what was won', () => {
  for (const answer of [
    { participation },
    { participation, campaign: { ...campaign, kind: 'auction' } },
    { participation: { ...participation, held: [{ ...held, state: 'lost' }] }, campaign },
    { participation: { ...participation, held: Array.from({ length: 51 }, () => held) }, campaign },
    { participation: { ...participation, points: 0 }, campaign },
  ])
    assert.equal(parseParticipationAnswer(answer).ok, false);
});
