import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInvitationAnswer } from '../../src/protocol/parse-invitation-answer.js';

const coupon = { id: 'plain', benefit: { kind: 'amount', amount: 500 } };
const lines = [
  { product: 'tea', sku: 'green', quantity: 2 },
  { product: 'cup', quantity: 1 },
];
const invitation = { code: 'Abc_d-0123456789', campaign: 'friends', lines, own: false };
const campaign = {
  id: 'friends',
  kind: 'invite',
  state: 'available',
  invitee: [coupon],
  inviter: [],
  rewardedOn: 'acceptance',
};

test('an invitation is read with the lines that it shares, and nothing more of them', () => {
  const answer = { invitation, campaign };
  const priced = lines.map((line) => ({ ...line, unitPrice: 1 }));
  assert.deepEqual(parseInvitationAnswer({ ...answer, invitation: { ...invitation, lines: priced } }), {
    ok: true,
    value: answer,
  });
});

test('what does not stand in a link, or cannot be a cart, is refused', () => {
  for (const answer of [
    { invitation: { ...invitation, code: 'short' }, campaign },
    { invitation: { ...invitation, code: 'Abc/d.0123456789' }, campaign },
    { invitation: { ...invitation, lines: [{ product: 'tea', quantity: 0 }] }, campaign },
    { invitation: { ...invitation, lines: Array.from({ length: 101 }, () => lines[1]) }, campaign },
    { invitation, campaign: { ...campaign, kind: 'pack', coupons: [] } },
  ])
    assert.equal(parseInvitationAnswer(answer).ok, false);
});
