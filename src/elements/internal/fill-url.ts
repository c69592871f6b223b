import type { Coupon } from '../../model/coupon.js';

/**
 * Fills `{coupon}`, `{product}` and `{category}` of an address that a page wrote, with the coupon's id and the first product and category of its scope;
 * empty where it names none. What is filled in can be no address by itself.
 */
export function fillUrl(template: string, { id, scope }: Coupon): string {
  const values: Readonly<Record<string, string | undefined>> = {
    coupon: id,
    product: scope?.products?.[0],
    category: scope?.categories?.[0],
  };
  return template.replace(/\{(coupon|product|category)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
}
