import { currency } from '../../model/shared-shapes.js';
import { amount, is, isObject, list, object, parse, positive, text, type Shape } from '../../model/shape.js';
import { AdapterError } from '../adapter.js';
import { string } from './foreign-shapes.js';

/** What the adapter reads of a UCP cart or checkout (2026-08-25: schemas/shopping/cart.json, checkout.json, discount.json). */
export interface UcpSession {
  /** Of a checkout only. */
  readonly status?: string;
  readonly currency: string;
  readonly line_items: readonly UcpLineItem[];
  readonly totals: readonly UcpTotal[];
  readonly messages?: readonly UcpMessage[];
  readonly discounts?: {
    readonly codes?: readonly string[];
    readonly applied?: readonly UcpAppliedDiscount[];
  };
  /** As it came, with all that is to be stated anew at an update. */
  readonly whole: Readonly<Record<string, unknown>>;
}

export interface UcpLineItem {
  readonly id: string;
  readonly item: {
    readonly id: string;
    readonly title: string;
    /** Minor units for one whole unit of sale. */
    readonly price: number;
    readonly image_url?: string;
  };
  /** Steps of the unit of sale. */
  readonly quantity: number;
  readonly totals?: readonly UcpTotal[];
}

export interface UcpTotal {
  readonly type: string;
  readonly display_text?: string;
  /** Minor units; what is taken off is below 0. */
  readonly amount: number;
}

export interface UcpMessage {
  readonly code?: string;
  /** JSONPath of what it speaks of. */
  readonly path?: string;
}

export interface UcpAppliedDiscount {
  /** Absent: the shop gives it by itself. */
  readonly code?: string;
  readonly title: string;
  readonly amount: number;
  readonly allocations?: readonly { readonly path: string; readonly amount: number }[];
}

/**
 * Returns the session of an answer, or nothing where the shop says that there is none.
 * @throws AdapterError `bad-response`
 */
export function parseUcpSession(value: unknown): UcpSession | undefined {
  if (isObject(value) && isObject(value['ucp']) && value['ucp']['status'] === 'error') {
    const messages = parse(object({ messages: list(message) }), value);
    if (messages.ok && messages.value.messages.some(({ code }) => code === 'not_found')) return undefined;
  }
  const parsed = parse(session, value);
  if (parsed.ok) return { ...parsed.value, whole: value as UcpSession['whole'] };
  const { path, code } = parsed.problems[0]!;
  throw new AdapterError('bad-response', `ucp: ${path} ${code}`);
}

const total: Shape<UcpTotal> = object({
  type: text,
  'display_text?': string,
  amount: is<number>('not-an-integer', Number.isSafeInteger),
});

/** With exactly one total, as the specification demands. */
const totals: Shape<readonly UcpTotal[]> = (value, path, report) => {
  const entries = list(total)(value, path, report);
  if (entries.filter(({ type }) => type === 'total').length !== 1) report(path, 'no-total');
  return entries;
};

const message: Shape<UcpMessage> = object({ 'code?': string, 'path?': string });

const session: Shape<Omit<UcpSession, 'whole'>> = object({
  'status?': string,
  currency,
  line_items: list(
    object({
      id: text,
      item: object({ id: text, title: string, price: amount, 'image_url?': string }),
      quantity: positive,
      'totals?': list(total),
    }),
  ),
  totals,
  'messages?': list(message),
  'discounts?': object({
    'codes?': list(text),
    'applied?': list(
      object({
        'code?': string,
        title: string,
        amount,
        'allocations?': list(object({ path: string, amount })),
      }),
    ),
  }),
});
