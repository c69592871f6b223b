import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { check } from '../../src/engine/index.js';
import type { Coupon } from '../../src/model/coupon.js';
import { isObject } from '../../src/model/shape.js';
import { parseCouponFile } from '../../src/server/parse-coupon-file.js';
import { createFeedSchema, type Schema } from '../../scripts/create-feed-schema.js';
import { instances } from '../engine/instances.js';

const text = readFileSync('dist/coupon-feed.schema.json', 'utf8');
const schema = JSON.parse(text) as Schema;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

function assertValid(content: unknown): void {
  assert.ok(validate(content), JSON.stringify(validate.errors, null, 2));
}

/** What `couponkit check` says. */
function errorsOf(content: unknown): readonly unknown[] {
  return parseCouponFile(content, check).problems.filter(({ severity }) => severity === 'error');
}

describe('the schema of a coupon feed', () => {
  it('is what the types and the check say now', () => {
    assert.deepEqual(schema, createFeedSchema());
  });

  it('lets pass every example of the docs', () => {
    const page = readFileSync('docs/kinds.md', 'utf8');
    const [, intro, conditions, benefits] = /^([^]*)\n## Conditions\n([^]*)\n## Benefits\n([^]*)$/.exec(
      page,
    )!;
    const examples = (part: string) =>
      [...part.matchAll(/```json\n([^]*?)```/g)].map(([, json]) => JSON.parse(json!));
    const any = { id: 'any', benefit: { kind: 'percent', percentOff: 10 } };
    const coupons = [
      ...examples(intro!),
      ...examples(conditions!).map((each) => ({ ...any, conditions: each })),
      ...examples(benefits!).map((benefit) => ({ ...any, benefit })),
    ];
    assert.ok(coupons.length > 15);
    assertValid({ coupons });
    assertValid(coupons);
    assertValid({ $schema: '../coupon-feed.schema.json', coupons: coupons.map((coupon) => ({ coupon })) });
  });

  it('lets pass the files of the demo', () => {
    assertValid(JSON.parse(readFileSync('demo/coupons.json', 'utf8')));
  });

  it('lets pass every coupon that the engine is tried with', () => {
    fc.assert(
      fc.property(instances(5), ({ coupons }) => assertValid({ coupons })),
      { numRuns: 300 },
    );
  });

  it('refuses what a merchant gets wrong most often, where it stands', () => {
    const wrong: readonly (readonly [string, unknown])[] = [
      ['/coupons/0/benefit/amount', { id: 'a', benefit: { kind: 'amount', amount: 12.5 } }],
      ['/coupons/0/benefit/percentOff', { id: 'a', benefit: { kind: 'percent', percentOff: 120 } }],
      [
        '/coupons/0/validUntil',
        { id: 'a', benefit: { kind: 'amount', amount: 1 }, validUntil: '2026-12-01' },
      ],
      ['/coupons/0/currency', { id: 'a', benefit: { kind: 'amount', amount: 1 }, currency: 'eur' }],
      ['/coupons/0', { id: 'a', benefit: { kind: 'amount', amount: 1 }, condition: {} }],
      ['/coupons/0', { benefit: { kind: 'amount', amount: 1 } }],
      ['/coupons/0/benefit', { id: 'a', benefit: { kind: 'amount', ammount: 1 } }],
      [
        '/coupons/0/claim/perShopper',
        { coupon: { id: 'a', benefit: { kind: 'amount', amount: 1 } }, claim: { perShopper: 0 } },
      ],
    ];
    for (const [place, coupon] of wrong) {
      assert.equal(validate({ coupons: [coupon] }), false, JSON.stringify(coupon));
      const places = validate.errors!.map(({ instancePath }) => instancePath);
      assert.ok(places.includes(place), `${place}: ${places.join(' ')}`);
      assert.notDeepEqual(errorsOf({ coupons: [coupon] }), []);
    }
  });

  it('raises no false alarm: what it refuses, check refuses, too', () => {
    let refused = 0;
    fc.assert(
      fc.property(spoilt, (content) => {
        if (validate(content)) return;
        refused++;
        assert.notDeepEqual(errorsOf(content), [], JSON.stringify(content));
      }),
      { numRuns: 2000 },
    );
    assert.ok(refused > 1000, String(refused));
  });

  /** Said on docs/feed.md: the rest is for `couponkit check`. */
  it('cannot see what only the fields together get wrong, which check does', () => {
    const amount = { kind: 'amount', amount: 500 };
    const unseen: readonly unknown[] = [
      [
        { id: 'a', benefit: amount },
        { id: 'a', benefit: amount },
      ],
      [{ id: 'a', benefit: amount, code: '  ' }],
      [{ id: 'a', benefit: amount, validUntil: '2026-02-30T00:00:00Z' }],
      [{ id: 'a', benefit: amount, validFrom: '2026-02-02T00:00:00Z', validUntil: '2026-02-01T00:00:00Z' }],
      [{ id: 'a', benefit: { kind: 'percent', percentOff: 33.333 } }],
      [{ id: 'a', benefit: { kind: 'each', amount: 1, percentOff: 5 } }],
      [{ id: 'a', benefit: { kind: 'shipping', percentOff: 100 }, layer: 'item' }],
      [{ id: 'a', benefit: amount, conditions: { minSpend: 500 } }],
      [{ id: 'a', benefit: { kind: 'amount', amount: 1e300 } }],
      [
        {
          id: 'a',
          benefit: {
            kind: 'tiered',
            tiers: [
              { minSpend: 2000, amount: 5 },
              { minSpend: 1000, amount: 2 },
            ],
          },
        },
      ],
      [{ coupon: { id: 'a', benefit: amount }, claim: { credit: true } }],
    ];
    for (const coupons of unseen) {
      assertValid({ coupons });
      assert.notDeepEqual(errorsOf({ coupons }), [], JSON.stringify(coupons));
    }
  });

  it('describes every field of a coupon, and gives each kind with an example', () => {
    const definitions = schema['definitions'] as Readonly<Record<string, Described>>;
    for (const [name, { examples }] of Object.entries(definitions['Conditions']!.properties!))
      assert.equal(examples?.length, 1, name);
    for (const [name, { properties, title, examples }] of Object.entries(definitions)) {
      if (/Campaign|DrawPrize|^Reward|Policy/.test(name)) continue;
      assert.ok(title, name);
      if (properties!['kind']) assert.equal(examples?.length, 1, name);
      for (const [field, { description }] of Object.entries(properties!))
        assert.ok(description || field === 'kind', `${name}.${field}`);
    }
  });

  it('is small enough for an editor to load, and names no place of its own', () => {
    assert.ok(text.length < 100_000, String(text.length));
    assert.doesNotMatch(text, /__type|undefined|\{@link|scripts\/|folders/);
  });
});

interface Described {
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Described>>;
}

/** Feeds of good coupons in which one place is spoilt: another value, another name, one field more or less. */
const spoilt: fc.Arbitrary<unknown> = fc
  .record({
    coupons: instances(4)
      .map(({ coupons }) => coupons)
      .filter(({ length }) => length > 0),
    claim: fc.option(
      fc.constant({ perShopper: 1, hidden: false, opensAt: '2026-11-01T00:00:00Z', cost: { points: 5 } }),
    ),
    at: fc.nat(),
    how: fc.constantFrom('replace', 'rename', 'add', 'remove'),
    value: fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom(0, -1, 0.5, 101, '', 'any', '2026-11-01', null, [], {}, true),
    ),
  })
  .map(({ coupons, claim, at, how, value }) => {
    const content = JSON.parse(
      JSON.stringify({ coupons: coupons.map((coupon: Coupon) => (claim ? { coupon, claim } : coupon)) }),
    ) as unknown;
    const places = placesIn(content);
    const { holder, key } = places[at % places.length]!;
    const old = holder[key];
    if (how === 'remove' || how === 'rename') {
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
    }
    if (how === 'replace') holder[key] = value;
    if (how === 'rename' && !Array.isArray(holder)) holder[`${key}s`] = old;
    if (how === 'add' && isObject(old)) old['extra'] = value;
    return content;
  });

/** Every place in a JSON value, but the value itself. */
function placesIn(value: unknown): { holder: Record<string, unknown>; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}
