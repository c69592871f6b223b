/**
 * Which goods do rules of Medusa (2.21) name, in the words of a scope?
 *
 * Words of the scope: ids of products, categories, collections, types and tags; the last three are tags of a line.
 */
import type { Scope, ScopeLists } from '../../model/scope.js';
import { LeftOut } from './left-out.js';
import type { MedusaRule } from './medusa-promotion.js';

/** Which list of a scope an attribute of an item is; those of `single` an item has one of at most. */
const lists: Readonly<Record<string, { readonly list: keyof ScopeLists; readonly isSingle: boolean }>> = {
  'product.id': { list: 'products', isSingle: true },
  product_id: { list: 'products', isSingle: true },
  'product.categories.id': { list: 'categories', isSingle: false },
  'product.collection_id': { list: 'tags', isSingle: true },
  'product.type_id': { list: 'tags', isSingle: true },
  'product.tags.id': { list: 'tags', isSingle: false },
};

/** All rules must hold. @throws LeftOut */
export function scopeOf(rules: readonly MedusaRule[]): Scope {
  const scope: { -readonly [list in keyof ScopeLists]: ScopeLists[list] } = {};
  const exclude: { -readonly [list in keyof ScopeLists]: ScopeLists[list] } = {};
  for (const { attribute, operator, values } of rules) {
    const word = attribute.replace(/^items\./, '');
    const known = Object.hasOwn(lists, word) ? lists[word] : undefined;
    if (!known || !['in', 'eq', 'ne'].includes(operator))
      throw new LeftOut(`Its rule "${attribute} ${operator}" cannot be said of a coupon.`);
    const { list, isSingle } = known;
    if (operator === 'ne') exclude[list] = [...(exclude[list] ?? []), ...values];
    else if (operator === 'eq' && !isSingle)
      throw new LeftOut(`"${attribute} eq" wants goods that have nothing else; use "in" where any will do.`);
    else if (scope[list])
      throw new LeftOut(
        'It wants goods that are of several collections, types or tags; a coupon wants any of them.',
      );
    else scope[list] = values;
  }
  return { ...scope, ...(Object.keys(exclude).length > 0 && { exclude }) };
}

/** Of products alone it is known whether one may be in both. */
export function areApart({ products: some }: Scope, { products: others }: Scope): boolean {
  return !!some && !!others && !some.some((each) => others.includes(each));
}
