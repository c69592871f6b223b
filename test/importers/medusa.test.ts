/** On what the Admin API of Medusa 2.21.2 answered; `npm run test:medusa` reads a real one. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { check } from '../../src/engine/index.js';
import { ImportError, type Imported } from '../../src/importers/importer.js';
import { medusa } from '../../src/importers/medusa.js';
import { recordings } from '../platforms/medusa/recorded-shop.js';

interface Page {
  readonly promotions: readonly Stored[];
}

interface Stored {
  readonly code: string;
  readonly application_method: object;
}

const { promotions } = recordings.admin['promotions'] as Page;

describe('the importer of Medusa', () => {
  it('says what it can as coupons that check lets pass', async () => {
    const { entries } = await read();
    assert.deepEqual(
      check(entries.map(({ coupon }) => coupon)).filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('names each promotion once: as a coupon, or with why it is none', async () => {
    const { entries, notes } = await read();
    const leftOut = notes.filter(({ kind }) => kind === 'left-out').map(({ promotion }) => promotion);
    const said = entries.map(({ coupon }) => coupon.code ?? String(coupon.title));
    assert.deepEqual([...said, ...leftOut].sort(), promotions.map(({ code }) => code).sort());
    assert.deepEqual(leftOut, ['DRAFT', 'ONLYKITCHEN', 'CHEAPHALF', 'WITHTAX6']);
  });

  for (const [code, expected] of Object.entries({
    SAVE10: { benefit: { kind: 'percent', percentOff: 10 } },
    FIX5: { benefit: { kind: 'amount', amount: 500 } },
    ITEMS10: { layer: 'item', benefit: { kind: 'percent', percentOff: 10 } },
    EACH2: { benefit: { kind: 'each', amount: 200, maxUnits: 1 } },
    KITCHEN2: {
      scope: { categories: [idsOf('KITCHEN2')] },
      benefit: { kind: 'each', amount: 200, maxUnits: 3 },
    },
    TWOOFF: { benefit: { kind: 'each', amount: 100, maxUnits: 2 } },
    SUMMER15: {
      layer: 'item',
      scope: { tags: [idsOf('SUMMER15')] },
      benefit: { kind: 'percent', percentOff: 15 },
    },
    NOSALE10: {
      layer: 'item',
      scope: { exclude: { tags: [idsOf('NOSALE10')] } },
      benefit: { kind: 'percent', percentOff: 10 },
    },
    MIN100: { conditions: { minCartSpend: 10_000 }, benefit: { kind: 'amount', amount: 1500 } },
    FREESHIP: { benefit: { kind: 'shipping', percentOff: 100 } },
    SHIP2: { benefit: { kind: 'shipping', amount: 200 } },
    ABROAD4: {
      conditions: { attributes: { country: 'de' } },
      benefit: { kind: 'amount', amount: 400 },
    },
    EURO5: { currency: 'EUR', benefit: { kind: 'amount', amount: 500 } },
    FUTURE: {
      benefit: { kind: 'percent', percentOff: 50 },
      validFrom: '2099-01-01T00:00:00.000Z',
      validUntil: '2099-02-01T00:00:00.000Z',
    },
  }))
    it(`says ${code}`, async () => {
      const { entries } = await read();
      const { coupon } = entries.find((each) => each.coupon.code === code)!;
      assert.deepEqual(coupon, { id: code.toLowerCase(), code, currency: 'USD', ...expected });
    });

  it('says a gift with what earns it, and “3 for 2” as goods of one pool', async () => {
    const { entries } = await read();
    const benefit = (code: string) => entries.find(({ coupon }) => coupon.code === code)!.coupon.benefit;
    const { getScope, ...gift } = benefit('MUGGIFT') as { kind: string; getScope?: object };
    assert.deepEqual(gift, { kind: 'buyXGetY', buy: 1, get: 1, percentOff: 100, maxTimes: 2 });
    assert.ok(getScope);
    assert.deepEqual(benefit('MUG3FOR2'), {
      kind: 'buyXGetY',
      buy: 2,
      get: 1,
      percentOff: 100,
      maxTimes: 1,
    });
  });

  it('gives an automatic promotion the id by which the adapter knows it, and no code', async () => {
    const { entries } = await read();
    const { coupon } = entries.find((each) => each.coupon.id === recordings.automatic)!;
    assert.equal(coupon.code, undefined);
    assert.equal(coupon.title, 'AUTO3');
  });

  it('leaves out what is used up, by its own limit or the budget of its campaign', async () => {
    for (const used of [
      { limit: 1, used: 1 },
      { campaign: { budget: { type: 'usage', limit: 5, used: 5 } } },
    ])
      assert.equal(await whyNot({ ...stored('FIX5'), ...used }), 'It is used up.');
    const perCustomer = { campaign: { budget: { type: 'use_by_attribute', limit: 1, used: 7 } } };
    assert.equal(await whyNot({ ...stored('FIX5'), ...perCustomer }), undefined);
  });

  it('leaves out what would promise more than the shop gives', async () => {
    const rule = (attribute: string, operator: string, ...values: string[]) => ({
      ...stored('FIX5'),
      rules: [{ attribute, operator, values: values.map((value) => ({ value })) }],
    });
    assert.match((await whyNot(rule('item_total', 'lte', '100')))!, /"item_total lte"/);
    assert.match((await whyNot(rule('shipping_address.country_code', 'in', 'de', 'at')))!, /country_code in/);
    assert.match((await whyNot(rule('email', 'eq', 'a@shop.test')))!, /"email eq"/);
    assert.equal(await whyNot(rule('item_total', 'gte', '100')), undefined);
    // 5.00 without tax where prices are with it is less than it gives.
    const euro = { ...stored('EURO5'), rules: rule('item_subtotal', 'gte', '10').rules };
    assert.match((await whyNot(euro))!, /without tax/);
  });

  it('says an amount or a percentage off the order that is taken off each line for what it is', async () => {
    const each = (code: string) => ({
      ...stored(code),
      application_method: { ...stored(code).application_method, allocation: 'each', max_quantity: 2 },
    });
    const { entries, notes } = await read([each('SAVE10'), each('FIX5')]);
    assert.deepEqual(
      entries.map(({ coupon }) => coupon.benefit),
      [
        { kind: 'each', percentOff: 10, maxUnits: 2 },
        { kind: 'each', amount: 500, maxUnits: 2 },
      ],
    );
    assert.deepEqual(
      notes.map(({ promotion, kind }) => [promotion, kind]),
      [
        ['SAVE10', 'approximated'],
        ['FIX5', 'approximated'],
      ],
    );
  });

  it('says that a larger amount off the order goes before what is taken off items', async () => {
    const aboutOf = async (list: readonly object[]) => {
      const { notes } = await read(list);
      return notes.filter(({ why }) => /larger number first/.test(why)).map(({ promotion }) => promotion);
    };
    // 15.00 off the order, then 10% of what is left of the items: less than the preview's 10% of all.
    assert.deepEqual(await aboutOf([stored('ITEMS10'), stored('MIN100')]), ['ITEMS10']);
    assert.deepEqual(await aboutOf([stored('SHIRT20'), stored('MIN100')]), []);
    assert.deepEqual(await aboutOf([stored('ITEMS10'), stored('FIX5')]), []);
    const elsewhere = {
      ...stored('EURO5'),
      application_method: { ...stored('EURO5').application_method, value: 50 },
    };
    assert.deepEqual(await aboutOf([stored('ITEMS10'), elsewhere]), []);
    assert.deepEqual(await aboutOf([stored('ITEMS10'), { ...stored('MIN100'), status: 'draft' }]), []);
  });

  it('says that one way of shipping is discounted where there may be several', async () => {
    const method = { ...stored('SHIP50').application_method, allocation: 'once', max_quantity: 1 };
    const { notes } = await read([{ ...stored('SHIP50'), application_method: method }]);
    assert.match(notes[0]!.why, /cheapest way of shipping/);
    assert.equal((await read([stored('SHIP50')])).notes.length, 0);
  });

  it('says where what earns a gift may be the gift', async () => {
    const { buy_rules: bought } = stored('MUGGIFT').application_method as { readonly buy_rules: object[] };
    const anyOf = [
      { attribute: 'items.product.categories.id', operator: 'in', values: [{ value: 'pcat_1' }] },
    ];
    const about = async (target_rules: readonly object[]) => {
      const method = { ...stored('MUGGIFT').application_method, target_rules };
      return (await read([{ ...stored('MUGGIFT'), application_method: method }])).notes[0]!.why;
    };
    assert.match(await about(anyOf), /both/);
    assert.doesNotMatch(await about(bought), /both/);
    const { target_rules: given } = stored('MUGGIFT').application_method as {
      readonly target_rules: object[];
    };
    assert.doesNotMatch(await about(given), /both/);
  });

  it('says that a minimum is measured after discounts, its own too', async () => {
    const { notes } = await read([stored('MIN100')]);
    assert.match(notes[0]!.why, /after discounts, its own too/);
  });

  it('takes no word of the language for an attribute', async () => {
    for (const [attribute, operator] of [
      ['constructor', 'gte'],
      ['constructor', 'in'],
      ['__proto__', 'in'],
    ] as const) {
      const rules = [{ attribute, operator, values: [{ value: '1' }] }];
      assert.match((await whyNot({ ...stored('FIX5'), rules }))!, /cannot be said/);
      const method = { ...stored('FIX5').application_method, target_rules: rules };
      assert.match((await whyNot({ ...stored('FIX5'), application_method: method }))!, /cannot be said/);
    }
  });

  it('takes a key of any characters', async () => {
    await assert.rejects(
      medusa.read({ url: 'https://shop.test', key: 'sk_…' }, async () => new Response('', { status: 401 })),
      /refuses the credentials/,
    );
  });

  it('reads page by page', async () => {
    const many = Array.from({ length: 230 }, (_, index) => ({ ...stored('FIX5'), code: `FIX${index}` }));
    const asked: string[] = [];
    const { entries } = await read(many, asked);
    assert.equal(entries.length, 230);
    assert.deepEqual(asked, [
      'price-preferences?limit=100&offset=0&order=id',
      'promotions?limit=100&offset=0&order=id',
      'promotions?limit=100&offset=100&order=id',
      'promotions?limit=100&offset=200&order=id',
    ]);
  });

  it('says what to do where it cannot read', async () => {
    await assert.rejects(medusa.read({}, fetch), ImportError);
    await assert.rejects(medusa.read({ url: 'https://shop.test' }, fetch), /--key/);
    const refuse = async () => Response.json({ type: 'unauthorized' }, { status: 401 });
    await assert.rejects(
      medusa.read({ url: 'https://shop.test', key: 'sk_1' }, refuse),
      /refuses the credentials/,
    );
    const nonsense = async () => Response.json({ promotions: 1, price_preferences: [] });
    await assert.rejects(
      medusa.read({ url: 'https://shop.test', key: 'sk_1' }, nonsense),
      /form that is not known/,
    );
  });
});

function stored(code: string): Stored {
  return promotions.find((each) => each.code === code)!;
}

/** The one value of its one rule for goods. */
function idsOf(code: string): string {
  const { target_rules } = stored(code).application_method as {
    readonly target_rules: readonly [{ readonly values: readonly [{ readonly value: string }] }];
  };
  return target_rules[0].values[0].value;
}

async function whyNot(promotion: object): Promise<string | undefined> {
  const { entries, notes } = await read([promotion]);
  assert.equal(entries.length + notes.filter(({ kind }) => kind === 'left-out').length, 1);
  return entries.length ? undefined : notes[0]!.why;
}

/** @param asked is told what was asked for */
function read(list: readonly object[] = promotions, asked: string[] = []): Promise<Imported> {
  return medusa.read({ url: 'https://shop.test/', key: 'sk_1' }, async (url, init) => {
    const { headers } = new Request(url, init);
    assert.equal(headers.get('authorization'), `Basic ${btoa('sk_1:')}`);
    const { pathname, searchParams, search } = new URL(url as string);
    const name = pathname.replace('/admin/', '');
    asked.push(name + search);
    if (name !== 'promotions') return Response.json(recordings.admin[name]);
    const [offset, limit] = [Number(searchParams.get('offset')), Number(searchParams.get('limit'))];
    return Response.json({ promotions: list.slice(offset, offset + limit), count: list.length });
  });
}
