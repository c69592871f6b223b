/**
 * A cart behind the Storefront API: Hydrogen's, and that of any other shop without a theme. Its contract is the published schema
 * (https://shopify.dev/docs/api/storefront/2026-10).
 */
import { exponentOf } from '../../money/exponent.js';
import type { PlatformOptions } from './platform-options.js';
import type { AskPlatform, Platform, PlatformCart, PlatformDiscount } from './platform.js';
import { stateCodes, type StatedCodes } from './shopify-codes.js';
import { askShopify, fail, readGraphQlData } from './shopify-errors.js';
import { mergeRows, numberOf, titleOf, wordsOf, type ShopifyRow } from './shopify-rows.js';
import { readCartDocument, setCodesDocument, storefrontVersion } from './shopify-storefront-documents.js';
import { parseCodesUpdate, parseStorefrontCart, type StorefrontCart } from './shopify-storefront-shapes.js';

type StorefrontLine = StorefrontCart['lines']['nodes'][number];
type Allocation = StorefrontLine['discountAllocations'][number];

/** As many as a Shopify cart can have. */
const maxLines = 500;

export function createShopifyStorefront({
  server = '',
  key,
  token,
  basis = 'net',
}: PlatformOptions): Platform {
  const cartId = (): string | undefined => {
    const kept = token?.get();
    return kept && (kept.startsWith('gid:') ? kept : `gid://shopify/Cart/${kept}`);
  };

  const send = async (ask: AskPlatform, query: string, more: object, changes: boolean) => {
    // Without a token, a query has a limit, and tags are not told.
    const variables = { id: cartId(), first: key ? 100 : 20, tags: !!key, ...more };
    const headers = key ? { 'X-Shopify-Storefront-Access-Token': key } : {};
    const request = { path: '', method: 'POST', headers, body: { query, variables }, changes } as const;
    return readGraphQlData(await askShopify(ask, request), changes);
  };

  const readPage = async (ask: AskPlatform, after?: string): Promise<StorefrontCart | undefined> => {
    const { cart } = await send(ask, readCartDocument, after ? { after } : {}, false);
    return cart === null ? undefined : parseStorefrontCart(cart);
  };

  const complete = async (first: StorefrontCart, ask: AskPlatform): Promise<PlatformCart> => {
    const lines = [...first.lines.nodes];
    for (let { pageInfo } = first.lines; pageInfo.hasNextPage && lines.length < maxLines;) {
      const next = await readPage(ask, pageInfo.endCursor);
      if (!next?.lines.nodes.length) throw fail('bad-response', 'a page of lines is missing');
      lines.push(...next.lines.nodes);
      pageInfo = next.lines.pageInfo;
    }
    return toPlatformCart(first, lines, basis);
  };

  const update = async (codes: readonly string[], ask: AskPlatform): Promise<StatedCodes> => {
    const data = await send(ask, setCodesDocument, { codes }, true);
    const { cart, userErrors, warnings } = parseCodesUpdate(data['cartDiscountCodesUpdate']);
    const [error] = userErrors;
    if (error?.code === 'SERVICE_UNAVAILABLE') throw fail('unavailable', error.code, true);
    if (!cart) throw fail('gone', error?.code ?? 'no cart');
    if (error) throw fail('invalid-request', error.code ?? 'user error');
    const idle = cart.discountCodes.filter(({ applicable }) => !applicable).map(({ code }) => code);
    return { cart: await complete(cart, ask), idle, warnings };
  };

  return {
    name: 'shopify',
    server: `${server.replace(/\/+$/, '')}/api/${storefrontVersion}/graphql.json`,
    capabilities: { reasons: 'native', allocations: 'native' },
    // A server may change the cart where no page sees it: its pages say so by one of these.
    events: ['cart:update', 'discount:update'],
    async read(ask) {
      const cart = cartId() ? await readPage(ask) : undefined;
      return cart && complete(cart, ask);
    },
    setCodes: (codes, current, ask) => stateCodes(codes, current, (all) => update(all, ask)),
  };
}

/**
 * What is due is the sum of Shopify's rows: nobody says whether `cost.totalAmount` has taxes and shipping in it.
 */
function toPlatformCart(
  { cost, buyerIdentity, discountCodes, deliveryGroups }: StorefrontCart,
  nodes: readonly StorefrontLine[],
  basis: 'net' | 'gross',
): PlatformCart {
  const currency = cost.totalAmount.currencyCode;
  const scale = 10 ** exponentOf(currency);
  const toMinor = ({ amount }: { readonly amount: string }) => Math.round(Number(amount) * scale);
  const toDiscounts = (allocations: readonly Allocation[]) =>
    allocations
      .map((each) => toDiscount(each, toMinor(each.discountedAmount)))
      .filter(({ amount }) => amount);
  const { lines, discounts } = mergeRows(
    nodes.map((node) =>
      toRow(node, toMinor(node.cost.amountPerQuantity), toDiscounts(node.discountAllocations)),
    ),
  );
  const groups = deliveryGroups.nodes;
  const fees = groups.flatMap(({ selectedDeliveryOption: option }) =>
    option ? toMinor(option.estimatedCost) : [],
  );
  const isChosen = groups.length > 0 && fees.length === groups.length;
  const shipping = isChosen ? [{ fee: sum(fees) }] : undefined;
  const all: readonly PlatformDiscount[] = [
    ...discounts,
    ...(isChosen ? groups : []).flatMap(({ discountAllocations }) =>
      toDiscounts(discountAllocations).map((discount) => ({ ...discount, from: 'shipping' })),
    ),
  ];
  const goods = sum(lines.map(({ unitPrice, quantity }) => unitPrice * quantity));
  return {
    cart: {
      currency,
      lines,
      ...(shipping && { shipping }),
      ...(buyerIdentity.countryCode && { region: buyerIdentity.countryCode }),
    },
    codes: discountCodes.map(({ code }) => code),
    discounts: all,
    payable: goods + (isChosen ? sum(fees) : 0) - sum(all.map(({ amount }) => amount)),
    basis,
  };
}

function toRow(
  { merchandise, quantity, attributes, sellingPlanAllocation }: StorefrontLine,
  unitPrice: number,
  discounts: ShopifyRow['discounts'],
): ShopifyRow {
  const { id, sku, title, image, product } = merchandise;
  const { vendor, isGiftCard, productType, tags, collections } = product;
  return {
    variant: numberOf(id),
    choices: [sellingPlanAllocation?.sellingPlan.id, attributes],
    line: {
      product: numberOf(product.id),
      ...(sku && { sku }),
      title: titleOf(product.title, title),
      ...(image && { image: image.url }),
      ...(vendor && { brand: vendor }),
      ...wordsOf({ productType, tags, collections: collections.nodes }),
      unitPrice,
      quantity,
      ...(isGiftCard && { discountable: false }),
    },
    discounts,
  };
}

/** One without a code has no other name than its title. */
function toDiscount({ code, title = '' }: Allocation, amount: number): PlatformDiscount {
  return code ? { code, label: code, amount } : { promotion: title, label: title, amount };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
