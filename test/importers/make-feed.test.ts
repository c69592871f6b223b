import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check } from '../../src/engine/index.js';
import type { Imported, ImportedEntry } from '../../src/importers/importer.js';
import { makeFeed, type FeedChoice } from '../../src/importers/make-feed.js';
import type { Coupon } from '../../src/model/coupon.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const percent = { kind: 'percent', percentOff: 10, maxAmount: 1000 } as const;
const entry = (id: string, changes: Partial<Coupon> = {}): ImportedEntry => ({
  coupon: { id, benefit: percent, ...changes },
});
const make = (
  entries: readonly ImportedEntry[],
  choice: Partial<FeedChoice> = {},
  notes: Imported['notes'] = [],
) => makeFeed({ entries, notes }, { codes: [], now, ...choice });
const idsOf = (coupons: readonly unknown[]) => (coupons as ImportedEntry[]).map(({ coupon }) => coupon.id);

describe('makeFeed', () => {
  it('leaves out what has a code, and says how to have it', () => {
    const { coupons, rows } = make([entry('a', { code: 'A' }), entry('auto', { title: 'Automatic' })]);
    assert.deepEqual(idsOf(coupons), ['auto']);
    assert.deepEqual(rows, [
      {
        promotion: 'A',
        state: 'withheld',
        why: 'It has a code; add --codes A if every visitor may have it.',
      },
      { promotion: 'Automatic', state: 'taken' },
    ]);
    assert.doesNotMatch(JSON.stringify(coupons), /"A"/);
  });

  it('offers the codes that are named, however they are written', () => {
    const entries = [entry('save10', { code: 'SAVE10' }), entry('vip', { code: 'VIP' })];
    const { coupons } = make(entries, { codes: ['save10 '] });
    assert.deepEqual(coupons, [
      { coupon: { id: 'save10', benefit: percent, code: 'SAVE10' }, claim: { hidden: false } },
    ]);
    assert.deepEqual(idsOf(make(entries, { codes: 'all' }).coupons), ['save10', 'vip']);
  });

  it('says that a code is misspelt', () => {
    const { rows } = make([entry('save10', { code: 'SAVE10' })], { codes: ['SAVE1O', 'save10', ''] });
    assert.deepEqual(rows, [
      { promotion: 'SAVE10', state: 'taken' },
      { promotion: 'SAVE1O', state: 'left-out', why: 'No promotion has this code; is it misspelt?' },
    ]);
  });

  it('leaves out what has ended, and keeps what begins', () => {
    const entries = [
      entry('ended', { validUntil: '2026-11-22T12:00:00Z' }),
      entry('begins', { validFrom: '2099-01-01T00:00:00Z' }),
    ];
    const { coupons, rows } = make(entries);
    assert.deepEqual(idsOf(coupons), ['begins']);
    assert.deepEqual(
      rows.find(({ promotion }) => promotion === 'ended'),
      {
        promotion: 'ended',
        state: 'withheld',
        why: 'It has ended.',
      },
    );
  });

  it('takes nothing that check refuses, and says why in words', () => {
    const entries = [
      entry('bad', { benefit: { kind: 'percent', percentOff: 120 } as never }),
      entry('twice', { title: 'One' }),
      entry('twice', { title: 'Other' }),
    ];
    const { coupons, rows } = make(entries);
    assert.deepEqual(idsOf(coupons), ['twice']);
    assert.deepEqual(check((coupons as ImportedEntry[]).map(({ coupon }) => coupon)), []);
    assert.match(rows[0]!.why!, /^benefit\.percentOff: A percentage up to 100/);
    assert.deepEqual(rows[2], {
      promotion: 'Other',
      state: 'left-out',
      why: 'id: There is another one with the same.',
    });
  });

  it('says what is approximated only of what is in the feed', () => {
    const notes = (['A', 'B'] as const).map((promotion) => ({
      promotion,
      kind: 'approximated' as const,
      why: 'Nearly.',
    }));
    const { rows } = make([entry('a', { code: 'A' }), entry('b', { code: 'B' })], { codes: ['B'] }, notes);
    assert.deepEqual(
      rows.map(({ promotion, state, why }) => [promotion, state, why]),
      [
        ['A', 'withheld', 'It has a code; add --codes A if every visitor may have it.'],
        ['B', 'approximated', 'Nearly.'],
      ],
    );
  });

  it('is the same whatever the order in which a platform gives things', () => {
    const scope = (products: string[]) => ({ products, exclude: { tags: products } });
    const one = make([entry('b', { scope: scope(['2', '10', '1']) }), entry('a'), entry('C')]);
    const other = make([entry('C'), entry('a'), entry('b', { scope: scope(['1', '2', '10']) })]);
    assert.deepEqual(JSON.stringify(one), JSON.stringify(other));
    assert.deepEqual(idsOf(one.coupons), ['C', 'a', 'b']);
  });

  it('keeps what the platform does not know, bare or wrapped, and no old entry of its own', () => {
    const kept = [
      { coupon: { id: 'mine', benefit: percent }, claim: { perShopper: 2 } },
      { id: 'bare', benefit: percent },
      { coupon: { id: 'a', benefit: { kind: 'percent', percentOff: 50 } } },
      { coupon: { id: 'secret', code: 'SECRET', benefit: percent } },
      { coupon: { id: 'my own name for it', code: 'secret', benefit: percent } },
      'nonsense',
      { coupon: { id: 'gone', code: 'GONE', benefit: percent } },
    ];
    const notes = [{ promotion: 'GONE', kind: 'left-out', why: 'No.' }] as const;
    const { coupons, rows } = make([entry('a'), entry('secret', { code: 'SECRET' })], { kept }, notes);
    assert.deepEqual(coupons, ['nonsense', { coupon: { id: 'a', benefit: percent } }, kept[1], kept[0]]);
    assert.deepEqual(
      rows.filter(({ state }) => state === 'kept'),
      [
        { promotion: 'mine', state: 'kept' },
        { promotion: 'bare', state: 'kept' },
        { promotion: '', state: 'kept', why: 'the entry: An object is needed: {…}.' },
      ],
    );
  });

  it('keeps nothing of a promotion that is switched off', () => {
    const kept = [
      { id: 'summer', code: 'SUMMER', benefit: percent },
      { id: '7', benefit: percent },
      { id: 'own', benefit: percent },
    ];
    const made = makeFeed({ entries: [], notes: [], known: ['SUMMER', '7'] }, { codes: [], now, kept });
    assert.deepEqual(made.coupons, [{ id: 'own', benefit: percent }]);
  });
});
