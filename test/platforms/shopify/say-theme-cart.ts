/** A cart as the Ajax API says it (`published-shop.ts` names the pages), with fields that no adapter reads, too. */
import { exponentOf } from '../../../src/money/exponent.js';
import type { PricedCart, ShopLine, ShopProduct, Taken } from './price-cart.js';

export interface Row extends ShopLine {
  readonly product: ShopProduct;
  readonly index: number;
}

/** @param currency of all prices */
export function sayThemeCart(
  { rows, taken, codes }: PricedCart & { readonly rows: readonly Row[] },
  token: string,
  currency: string,
): object {
  const hundredths = (amount: number) => (amount * 100) / 10 ** exponentOf(currency);
  const sayApplication = ({ discount }: Taken) => ({
    type: discount.code ? 'discount_code' : 'automatic',
    title: discount.code ?? discount.title,
    value_type: discount.percent === undefined ? 'fixed_amount' : 'percentage',
    target_type: 'line_item',
  });
  const onGoods = taken.filter(({ line }) => line !== undefined);
  const ofOrder = [
    ...new Set(onGoods.filter(({ discount }) => !discount.product).map(({ discount }) => discount)),
  ];
  const original = rows.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
  const total = onGoods.reduce((sum, { amount }) => sum + amount, 0);
  return {
    token,
    note: '',
    attributes: {},
    original_total_price: hundredths(original),
    total_price: hundredths(original - total),
    total_discount: hundredths(total),
    item_count: rows.reduce((sum, { quantity }) => sum + quantity, 0),
    items: rows.map(({ product, variant, quantity, properties = {}, index }) => {
      const own = onGoods.filter(({ line, discount }) => line === index && discount.product);
      return {
        id: variant,
        // Another one where a discount reaches it.
        key: `${variant}:${own.map(({ discount }) => discount.title).join()}`,
        variant_id: variant,
        product_id: product.id,
        quantity,
        properties,
        title: product.title,
        product_title: product.title,
        variant_title: product.variantTitle ?? null,
        price: hundredths(product.price),
        original_price: hundredths(product.price),
        sku: product.sku ?? null,
        vendor: product.vendor,
        product_type: product.type,
        gift_card: !!product.isGiftCard,
        image: null,
        line_level_discount_allocations: own.map((each) => ({
          amount: hundredths(each.amount),
          discount_application: sayApplication(each),
        })),
      };
    }),
    currency,
    cart_level_discount_applications: ofOrder.map((discount) => {
      const parts = onGoods.filter((each) => each.discount === discount);
      return {
        ...sayApplication(parts[0]!),
        total_allocated_amount: hundredths(parts.reduce((sum, { amount }) => sum + amount, 0)),
      };
    }),
    discount_codes: codes.map(({ code, warning }) => ({ code, applicable: !warning })),
  };
}
