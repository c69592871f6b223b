import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { benefits } from '../../src/benefits/index.js';
import { conditions } from '../../src/conditions/index.js';
import { check } from '../../src/engine/index.js';
import { layers } from '../../src/model/coupon.js';
import type { Scope } from '../../src/model/scope.js';
import { campaignKinds } from '../../src/server/campaigns/index.js';
import { createFileCatalog, parseCouponFile, type CatalogFile } from '../../src/server/index.js';

const languages = ['en', 'zh-Hans', 'zh-Hant'];
const catalog = read('catalog.json') as CatalogFile;
const { file, problems } = parseCouponFile(read('coupons.json'), check);
const coupons = file.entries.map(({ coupon }) => coupon);

test('the coupons have no errors, and no warning but that some ask for no minimum', () => {
  const noted = problems.filter(({ severity, code }) => severity === 'error' || code !== 'no-threshold');
  assert.deepEqual(noted, []);
});

test('the catalogue has no errors', () => {
  assert.deepEqual(createFileCatalog(catalog).ok, true);
});

test('the coupons use every kind of benefit', () => {
  const used = new Set(coupons.map(({ benefit }) => benefit.kind));
  assert.deepEqual(
    benefits.map(({ kind }) => kind).filter((kind) => !used.has(kind)),
    [],
  );
});

test('the coupons use every condition', () => {
  const used = new Set(coupons.flatMap(({ conditions = {} }) => Object.keys(conditions)));
  assert.deepEqual(
    conditions.map(({ name }) => name).filter((name) => !used.has(name)),
    [],
  );
});

test('the coupons use every rule that a coupon may have beside them', () => {
  const used = new Set(coupons.flatMap((coupon) => Object.keys(coupon)));
  const rules = ['code', 'issuer', 'scope', 'wholeOrder', 'combinesWith', 'group', 'funding', 'validUntil'];
  assert.deepEqual(
    rules.filter((rule) => !used.has(rule)),
    [],
  );
  for (const list of ['products', 'brands', 'categories', 'tags', 'exclude'] as const) {
    assert.ok(
      coupons.some(({ scope }) => scope?.[list]),
      `no scope names ${list}`,
    );
  }
});

test('the coupons reach every layer', () => {
  const reached = new Set(
    coupons.map(({ layer, benefit, conditions = {}, issuer }) => {
      const ofKind = benefits.find(({ kind }) => kind === benefit.kind)?.layer;
      return (
        layer ??
        ofKind ??
        ('paymentMethods' in conditions ? 'payment' : typeof issuer === 'object' ? 'shop' : 'platform')
      );
    }),
  );
  assert.deepEqual(
    layers.filter((layer) => !reached.has(layer)),
    [],
  );
});

test('the offers are scarce, upcoming, ended, sold out, for signed-in shoppers, and by code alone', () => {
  const terms = file.entries.map(({ claim }) => claim);
  const now = Date.now();
  assert.equal(terms.filter(({ stock }) => stock === 50).length, 1);
  assert.ok(terms.some(({ stock }) => stock === 0));
  assert.ok(terms.some(({ opensAt }) => opensAt && Date.parse(opensAt) > now));
  assert.ok(terms.some(({ closesAt }) => closesAt && Date.parse(closesAt) < now));
  assert.ok(terms.some(({ audience }) => audience === 'signed-in'));
  assert.ok(coupons.some(({ code }) => code));
});

test('the campaigns use every kind', () => {
  const used = new Set(file.campaigns.map(({ kind }) => kind));
  assert.deepEqual(
    campaignKinds.map(({ kind }) => kind).filter((kind) => !used.has(kind)),
    [],
  );
});

test('what is given costs nothing, points, or money', () => {
  const costs = file.entries.map(({ claim }) => Object.keys(claim.cost ?? {}).join());
  for (const cost of ['', 'points', 'amount']) assert.ok(costs.includes(cost), cost);
  assert.ok(file.entries.some(({ claim }) => claim.credit));
});

test('every title, name and text stands in every language', () => {
  const maps = [
    ...coupons.map(({ title }) => title),
    ...file.campaigns.map(({ title }) => title),
    ...catalog.products.flatMap(({ title, page }) => {
      const { tagline, description, details } = page as Record<'tagline' | 'description', unknown> & {
        readonly details: readonly unknown[];
      };
      return [title, tagline, description, ...details];
    }),
  ];
  for (const map of maps) {
    assert.deepEqual(Object.keys(map as object), languages);
    assert.ok(Object.values(map as object).every((text) => text.length > 0));
  }
});

test('every product has a picture', () => {
  for (const { id, image } of catalog.products) {
    assert.equal(image, `/images/${id}.svg`);
    assert.ok(existsSync(new URL(`../../demo/images/${id}.svg`, import.meta.url)), id);
  }
});

test('coupons name nothing that the catalogue does not have', () => {
  const { products } = catalog;
  const known: Record<string, ReadonlySet<string | undefined>> = {
    products: new Set(products.map(({ id }) => id)),
    brands: new Set(products.map(({ brand }) => brand)),
    shops: new Set(products.map(({ shop }) => shop)),
    categories: new Set(products.flatMap(({ categories = [] }) => categories)),
    tags: new Set(products.flatMap(({ tags = [] }) => tags)),
  };
  const unknown = [...scopesIn(coupons)].flatMap((scope) =>
    Object.entries(known).flatMap(([list, names]) =>
      [scope, scope.exclude ?? {}].flatMap((lists) =>
        ((lists as Record<string, readonly string[] | undefined>)[list] ?? []).filter(
          (name) => !names.has(name),
        ),
      ),
    ),
  );
  assert.deepEqual(unknown, []);
});

/** Every scope, wherever in a coupon it stands. */
function* scopesIn(value: unknown): Generator<Scope> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) {
    if (name === 'scope' || name === 'getScope') yield part as Scope;
    yield* scopesIn(part);
  }
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../demo/${name}`, import.meta.url), 'utf8'));
}
