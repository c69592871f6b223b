import type { Json } from './open-medusa.js';
import { addPromotion, fixed, percentage, type MedusaShop } from './set-up-shop.js';

/** Promotions of the kinds that the contract does not need: every rule, allocation and type that Medusa's dashboard offers. */
export async function addMorePromotions(shop: MedusaShop): Promise<void> {
  const { Mug, Sticker } = shop.products;
  const oneOf = (attribute: string, ...values: string[]) => [{ attribute, operator: 'in', values }];
  const items = { target_type: 'items', allocation: 'across' };
  const order = { target_type: 'order' };
  const shipping = { target_type: 'shipping_methods', allocation: 'across' };
  const gift = { target_type: 'items', allocation: 'each', apply_to_quantity: 1 };
  const more: Readonly<Record<string, object>> = {
    SUMMER15: {
      application_method: percentage(15, {
        ...items,
        target_rules: oneOf('items.product.collection_id', shop.collection),
      }),
    },
    KITCHEN2: {
      application_method: fixed(2, {
        target_type: 'items',
        allocation: 'each',
        max_quantity: 3,
        target_rules: oneOf('items.product.categories.id', shop.category),
      }),
    },
    NOSALE10: {
      application_method: percentage(10, {
        ...items,
        target_rules: [{ attribute: 'items.product.tags.id', operator: 'ne', values: [shop.tag] }],
      }),
    },
    ONLYKITCHEN: {
      application_method: percentage(10, {
        ...items,
        target_rules: [{ attribute: 'items.product.categories.id', operator: 'eq', values: [shop.category] }],
      }),
    },
    TWOOFF: { application_method: fixed(1, { target_type: 'items', allocation: 'once', max_quantity: 2 }) },
    CHEAPHALF: {
      application_method: percentage(50, { target_type: 'items', allocation: 'once', max_quantity: 1 }),
    },
    MUG3FOR2: {
      type: 'buyget',
      application_method: percentage(100, {
        ...gift,
        max_quantity: 1,
        buy_rules_min_quantity: 2,
        buy_rules: oneOf('items.product.id', Mug!.id),
        target_rules: oneOf('items.product.id', Mug!.id),
      }),
    },
    MUGGIFT: {
      type: 'buyget',
      application_method: percentage(100, {
        ...gift,
        max_quantity: 2,
        buy_rules_min_quantity: 1,
        buy_rules: oneOf('items.product.id', Mug!.id),
        target_rules: oneOf('items.product.id', Sticker!.id),
      }),
    },
    HERE4: {
      application_method: fixed(4, order),
      rules: [{ attribute: 'region.id', operator: 'eq', values: [shop.region] }],
    },
    ABROAD4: {
      application_method: fixed(4, order),
      rules: oneOf('shipping_address.country_code', 'de'),
    },
    MEMBERS20: {
      application_method: percentage(20, order),
      rules: oneOf('customer.groups.id', shop.customerGroup),
    },
    WITHTAX6: { application_method: fixed(6, order), is_tax_inclusive: true },
    WITHTAX7: { application_method: percentage(7, order), is_tax_inclusive: true },
    EURO5: { application_method: { ...fixed(5, order), currency_code: 'eur' } },
    EUROTAX5: { application_method: { ...fixed(5, order), currency_code: 'eur' }, is_tax_inclusive: true },
    SUB50: {
      application_method: fixed(4, order),
      rules: [{ attribute: 'item_subtotal', operator: 'gte', values: ['50'] }],
    },
    SHIP50: { application_method: percentage(50, shipping) },
    SHIP2: { application_method: fixed(2, shipping) },
  };
  for (const [code, terms] of Object.entries(more)) await addPromotion(shop, code, terms);
}

/** One that every cart gets from now on. */
export function addAutomaticPromotion(shop: MedusaShop): Promise<Json> {
  return addPromotion(shop, 'AUTO3', {
    is_automatic: true,
    application_method: fixed(3, { target_type: 'order' }),
  });
}
