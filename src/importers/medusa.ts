/** Reads the promotions of a Medusa shop by its Admin API (2.21). */
import { flag, is, list, object, oneOf, text, type Shape } from '../model/shape.js';
import type { Importer } from './importer.js';
import { sayMedusaPromotion, type MedusaPromotion, type MedusaRule } from './internal/medusa-promotion.js';
import { noteOrder } from './internal/medusa-order.js';
import { placeOf, readJson } from './internal/read-json.js';
import { orNull, readShape } from './internal/read-shape.js';
import { requireFlag } from './internal/require-flag.js';

const pageSize = 100;

export const medusa: Importer = {
  name: 'medusa',
  flags: {
    url: 'where Medusa is, such as https://shop.example (what stands before /admin)',
    key: 'a secret API key (Settings → Secret API Keys)',
  },

  async read(flags, fetch) {
    const url = requireFlag(flags, 'url', 'https://shop.example').replace(/\/+$/, '');
    const key = requireFlag(flags, 'key', 'sk_…');
    const headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };

    const readAll = async <T>(name: string, shape: Shape<T>): Promise<T[]> => {
      const all: T[] = [];
      for (;;) {
        const place = `${url}/admin/${name.replaceAll('_', '-')}`;
        const page = await readJson(fetch, `${place}?limit=${pageSize}&offset=${all.length}&order=id`, {
          headers,
        });
        const { [name]: items } = readShape(
          object({ [name]: list(shape) }),
          page,
          `The ${name} of ${placeOf(place)}`,
        );
        all.push(...items!);
        if (items!.length < pageSize) return all;
      }
    };

    const preferences = await readAll('price_preferences', preference);
    const grossCurrencies = new Set(
      preferences.flatMap(({ attribute, value, is_tax_inclusive }) =>
        attribute === 'currency_code' && value && is_tax_inclusive ? value.toUpperCase() : [],
      ),
    );
    const promotions = await readAll('promotions', promotion);
    const said = promotions.map((each) => sayMedusaPromotion(each, grossCurrencies));
    const taken = promotions.filter((_, index) => said[index]!.entries.length > 0);
    return {
      entries: said.flatMap(({ entries }) => entries),
      notes: [...said.flatMap(({ notes }) => notes), ...noteOrder(taken, promotions)],
    };
  },
};

const number = is<number>('not-a-number', Number.isFinite);
const preference = object({ attribute: text, 'value?': orNull(text), 'is_tax_inclusive?': orNull(flag) });
const values: Shape<readonly string[]> = (value, path, report) =>
  list(object({ value: text }))(value, path, report).map((each) => each.value);
const rules = list(object({ attribute: text, operator: text, values })) satisfies Shape<
  readonly MedusaRule[]
>;
const promotion = object({
  id: text,
  code: text,
  type: text,
  status: text,
  is_automatic: flag,
  'is_tax_inclusive?': orNull(flag),
  'limit?': orNull(number),
  'used?': orNull(number),
  'rules?': orNull(rules),
  'application_method?': orNull(
    object({
      type: oneOf('fixed', 'percentage'),
      target_type: oneOf('order', 'items', 'shipping_methods'),
      'allocation?': orNull(text),
      value: number,
      'currency_code?': orNull(text),
      'max_quantity?': orNull(number),
      'apply_to_quantity?': orNull(number),
      'buy_rules_min_quantity?': orNull(number),
      'target_rules?': orNull(rules),
      'buy_rules?': orNull(rules),
    }),
  ),
  'campaign?': orNull(
    object({
      'starts_at?': orNull(text),
      'ends_at?': orNull(text),
      'budget?': orNull(object({ type: text, 'limit?': orNull(number), 'used?': orNull(number) })),
    }),
  ),
}) satisfies Shape<MedusaPromotion>;
