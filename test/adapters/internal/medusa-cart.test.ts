import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { medusaCart, toMedusaCart } from '../../../src/adapters/internal/medusa-cart.js';
import { parse } from '../../../src/model/shape.js';
import { recordings } from '../../platforms/medusa/recorded-shop.js';

describe('a cart of Medusa', () => {
  it('has the words that a feed’s scope uses', () => {
    const [mug, shirt, sticker] = toMedusaCart(read('one of each')).cart.lines;
    assert.match(mug!.product, /^prod_/);
    assert.equal(mug!.sku, 'MUG');
    assert.equal(mug!.image, 'https://shop.test/mug.webp');
    assert.match(mug!.categories!.join(), /^pcat_\w+$/);
    assert.match(shirt!.tags!.join(), /^pcol_\w+$/);
    assert.match(sticker!.tags!.join(), /^ptag_\w+$/);
  });

  it('goes to a region and a country, from a sales channel', () => {
    const { region, attributes } = toMedusaCart(read('one of each')).cart;
    assert.match(region!, /^reg_/);
    assert.equal(attributes!['country'], 'us');
    assert.match(String(attributes!['salesChannel']), /^sc_/);
  });

  it('is rounded once, and takes for a half what binary fractions put beside it', () => {
    // 63.534 − 10.589 is 52.944999999999997.
    assert.deepEqual(priceOf(totals(63.534, 10.589)), [5294, 1059]);
    assert.deepEqual(priceOf(totals(63.54, 10.59)), [5295, 1059]);
    // 1.005 × 100 is 100.49999999999999.
    assert.deepEqual(priceOf(totals(1.005, 0.1675), 'gross'), [101, 17]);
  });

  it('has minor units of currencies with none or three of them', () => {
    const lines = (currency_code: string, unit_price: number) => {
      const [item] = read('one of each').items;
      return toMedusaCart({ ...read('one of each'), currency_code, items: [{ ...item!, unit_price }] }).cart
        .lines;
    };
    assert.equal(lines('jpy', 1980)[0]!.unitPrice, 1980);
    assert.equal(lines('kwd', 1.955)[0]!.unitPrice, 1955);
  });

  it('leaves what no promotion may touch alone', () => {
    const cart = read('one of each');
    const [item] = cart.items;
    const fixed = toMedusaCart({ ...cart, items: [{ ...item!, is_discountable: false }] });
    assert.equal(fixed.cart.lines[0]!.discountable, false);
  });

  it('is no cart with a field that has another form', () => {
    for (const broken of [{ items: null }, { item_total: '70.6' }, { currency_code: '../' }])
      assert.equal(parse(medusaCart, { ...read('one of each'), ...broken }).ok, false);
  });
});

function read(name: string): ReturnType<typeof medusaCart> {
  const { cart } = recordings.carts[name]![0]!.json as { readonly cart: unknown };
  const parsed = parse(medusaCart, cart);
  assert.ok(parsed.ok);
  return parsed.value;
}

function priceOf(cart: ReturnType<typeof medusaCart>, basis?: 'gross'): readonly (number | undefined)[] {
  const { payable, tax } = toMedusaCart(cart, basis);
  return [payable, tax];
}

function totals(item_total: number, item_tax_total: number): ReturnType<typeof medusaCart> {
  return { ...read('one of each'), item_total, item_tax_total };
}
