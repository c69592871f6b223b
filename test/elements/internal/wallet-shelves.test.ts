import { assert } from 'chai';
import { sortWallet } from '../../../src/elements/internal/wallet-shelves.js';
import type { Held } from '../../../src/protocol/messages.js';

const held = (id: string, more: Partial<Held> = {}): Held => ({
  id,
  coupon: { id, benefit: { kind: 'amount' } },
  state: 'held',
  ...more,
});

describe('the shelves of a wallet', () => {
  it('have unused pieces by their end, with what is kept; those without one last', () => {
    const { unused } = sortWallet([
      held('never'),
      held('late', { validUntil: '2099-02-01T00:00:00Z' }),
      held('early', { validUntil: '2099-01-01T00:00:00Z' }),
      held('kept', { state: 'reserved', validUntil: '2099-01-15T00:00:00Z' }),
      held('unpaid', { state: 'pending' }),
    ]);
    assert.deepEqual(
      unused.map(({ id }) => id),
      ['early', 'kept', 'late', 'never', 'unpaid'],
    );
  });

  it('have store credit first, where something is left of it', () => {
    const { unused } = sortWallet([held('a'), held('credit', { balance: 5 }), held('spent', { balance: 0 })]);
    assert.deepEqual(
      unused.map(({ id }) => id),
      ['credit', 'a'],
    );
  });

  it('have the newest of the used and of the expired first', () => {
    const { used, expired } = sortWallet([
      held('u1', { state: 'used' }),
      held('u2', { state: 'used' }),
      held('e1', { state: 'expired', validUntil: '2020-01-01T00:00:00Z' }),
      held('e2', { state: 'expired', validUntil: '2021-01-01T00:00:00Z' }),
    ]);
    assert.deepEqual(
      [...used, ...expired].map(({ id }) => id),
      ['u2', 'u1', 'e2', 'e1'],
    );
  });
});
