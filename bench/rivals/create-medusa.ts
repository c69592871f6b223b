import type { KnownBenefit } from '../../src/engine/index.js';
import type { ScopeLists } from '../../src/model/index.js';
import type { AnyCoupon, Instance } from '../instances/instance.js';
import { loadPeer } from '../load-peer.js';

/** Applies the coupons of an instance; resolves with how many adjustments it makes. */
export type Apply = () => Promise<number>;

/**
 * Medusa's promotion module: `computeActions` itself, on a service whose one question to the database is answered from memory. Made once for an
 * instance, as a shop keeps its promotions; each call is handed a new cart, in Medusa's form.
 *
 * Each coupon becomes the promotion that is nearest to it, which is always less than the coupon: Medusa has no caps, no tiers, no gifts by the
 * cheapest unit without a second list, and no thresholds by scope; it applies every promotion given, each on what the one before left.
 */
export async function createMedusa({ cart, coupons }: Instance): Promise<Apply> {
  const { default: medusaModule } = await loadPeer<{ default: MedusaModule }>('@medusajs/promotion');
  const { service: Service } = unwrap(medusaModule);
  const promotions = coupons.map((coupon, index) => toPromotion(coupon, index));
  const service = Object.create(Service.prototype as object) as PromotionService;
  Object.assign(service, {
    baseRepository_: { getFreshManager: () => ({}) },
    promotionService_: { list: () => Promise.resolve(promotions) },
  });
  const codes = coupons.map(({ id }) => id);
  return async () => {
    const actions = await service.computeActions(codes, toContext(cart), { prevent_auto_promotions: true });
    return actions.length;
  };
}

interface PromotionService {
  computeActions(codes: readonly string[], context: object, options: object): Promise<readonly unknown[]>;
}

interface MedusaModule {
  readonly service: { readonly prototype: unknown };
  /** Where a CommonJS module is imported, its exports stand below another `default`. */
  readonly default?: MedusaModule;
}

function unwrap(medusaModule: MedusaModule): MedusaModule {
  return medusaModule.default ?? medusaModule;
}

/** The cart as `computeActions` takes it, amounts in major units. */
function toContext({ lines, shipping = [], currency }: Instance['cart']): object {
  const items = lines.map(({ id, product, shop, brand, categories, tags, unitPrice, quantity }) => ({
    id,
    quantity,
    subtotal: (unitPrice * quantity) / 100,
    original_total: (unitPrice * quantity) / 100,
    is_discountable: true,
    product_id: product,
    shop,
    brand,
    categories,
    tags: tags ?? ['none'],
  }));
  return {
    currency_code: currency.toLowerCase(),
    item_total: items.reduce((sum, { subtotal }) => sum + subtotal, 0),
    items,
    shipping_methods: shipping.map(({ shop = '', fee }) => ({
      id: shop,
      shop,
      subtotal: fee / 100,
      original_total: fee / 100,
    })),
  };
}

function toPromotion({ id, issuer, scope, conditions, benefit }: AnyCoupon, index: number): object {
  const isShipping = benefit.kind === 'shipping';
  const target = isShipping ? 'shipping_methods' : 'items';
  const minSpend = conditions?.minSpend ?? 0;
  const rule = (attribute: string, operator: string, values: readonly string[]): object => ({
    attribute,
    operator,
    values: values.map((value) => ({ value })),
  });
  const inScope = ({ products, categories, brands, tags }: ScopeLists, operator: string): object[] => [
    ...(products ? [rule('items.product_id', operator, products)] : []),
    ...(categories ? [rule('items.categories', operator, categories)] : []),
    ...(brands ? [rule('items.brand', operator, brands)] : []),
    ...(tags ? [rule('items.tags', operator, tags)] : []),
  ];
  const isEach = ['each', 'buyXGetY', 'bundle'].includes(benefit.kind);
  return {
    id: `promotion-${index}`,
    code: id,
    type: 'standard',
    is_automatic: false,
    is_tax_inclusive: false,
    rules: minSpend ? [rule('item_total', 'gte', [String(minSpend / 100)])] : [],
    application_method: {
      ...valueOf(benefit),
      target_type: target,
      allocation: isEach || isShipping ? 'each' : 'across',
      ...((isEach || isShipping) && { max_quantity: 2 }),
      target_rules: [
        ...(typeof issuer === 'object' ? [rule(`${target}.shop`, 'in', [issuer.shop])] : []),
        ...(scope ? inScope(scope, 'in') : []),
        ...(scope?.exclude ? inScope(scope.exclude, 'ne') : []),
      ],
    },
  };
}

function valueOf(benefit: KnownBenefit): object {
  const { percentOff, amount } =
    benefit.kind === 'tiered' ? benefit.tiers.at(-1)! : ({ ...benefit } as Value);
  return percentOff
    ? { type: 'percentage', value: percentOff }
    : { type: 'fixed', value: (amount ?? 0) / 100 };
}

interface Value {
  readonly percentOff?: number;
  readonly amount?: number;
}
