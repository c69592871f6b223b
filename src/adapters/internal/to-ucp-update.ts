import { isObject } from '../../model/shape.js';
import type { UcpSession } from './parse-ucp-session.js';

type Fields = Readonly<Record<string, unknown>>;

/** What only the shop says (UCP 2026-08-25: `"ucp_request": "omit"` in schemas/shopping/cart.json and checkout.json). */
const answered = [
  'ucp',
  'id',
  'status',
  'currency',
  'totals',
  'actions',
  'messages',
  'links',
  'policies',
  'continue_url',
  'expires_at',
  'order',
];

/**
 * Returns the body that gives a cart or checkout other codes and keeps all else: an update replaces the whole session, so each field that
 * shoppers, pages and extensions have set is stated anew.
 */
export function toUcpUpdate({ whole }: UcpSession, codes: readonly string[]): object {
  const { fulfillment } = whole;
  return {
    ...without(whole, answered),
    line_items: fieldsOf(whole['line_items']).map((line) => ({
      ...without(line, ['totals']),
      item: without(line['item'] as Fields, ['title', 'price', 'unit_price', 'image_url']),
    })),
    ...(isObject(fulfillment) && { fulfillment: toFulfillment(fulfillment) }),
    discounts: { codes },
  };
}

/** As in schemas/shopping/types/fulfillment_method.json and fulfillment_group.json: only addresses are the shopper's to say. */
function toFulfillment(fulfillment: Fields): Fields {
  return {
    ...without(fulfillment, ['available_methods']),
    methods: fieldsOf(fulfillment['methods']).map((method) => ({
      ...without(method, method['type'] === 'shipping' ? [] : ['destinations']),
      groups: fieldsOf(method['groups']).map((group) => without(group, ['line_item_ids', 'options'])),
    })),
  };
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function fieldsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
