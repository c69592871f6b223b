/**
 * A stand-in for a shop that speaks the Universal Commerce Protocol, made of its published contract, version 2026-08-25: specification/shopping/cart/rest,
 * checkout/rest and extensions/discount. No such shop was asked. Its answers, and the requests that it gets, are held against the schemas of the protocol's
 * own SDK (`@ucp-js/sdk` 0.1.1; it has no carts, and the `ucp` envelope in an older form); what they do not say is demanded here.
 */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type * as Sdk from '@ucp-js/sdk';
import { Hono } from 'hono';

const sdk = createRequire(import.meta.url)('@ucp-js/sdk') as typeof Sdk;
const version = '2026-08-25';

export type UcpResource = 'carts' | 'checkout-sessions';

/** What platforms have said of a cart or checkout; the rest is the shop's. */
export interface UcpInput {
  readonly line_items: readonly {
    readonly id?: string;
    readonly item: { readonly id: string };
    readonly quantity: number;
  }[];
  readonly discounts?: { readonly codes?: readonly string[] };
  readonly context?: { readonly eligibility?: readonly string[] };
  readonly buyer?: object;
  readonly fulfillment?: UcpFulfillment;
}

interface UcpFulfillment {
  readonly methods: readonly {
    readonly groups?: readonly object[];
    readonly line_item_ids: readonly string[];
  }[];
}

export interface UcpShop {
  /** The REST endpoint. */
  readonly url: string;
  /** The bodies of all updates, in their order. */
  readonly updates: readonly UcpInput[];
  /** Returns the id of a new session. */
  open(resource: UcpResource, input: UcpInput): string;
  /** As somebody else who updates it. */
  change(id: string, change: (input: UcpInput) => UcpInput): void;
  input(id: string): UcpInput;
  /** Ends a checkout, or goes on with it. */
  setStatus(id: string, status: string): void;
  close(): Promise<void>;
}

interface Session {
  readonly resource: UcpResource;
  input: UcpInput;
  status: string;
}

interface Applied {
  readonly title: string;
  readonly amount: number;
  readonly code?: string;
  readonly automatic?: boolean;
  readonly provisional?: boolean;
  readonly eligibility?: string;
  readonly allocations?: readonly { readonly path: string; readonly amount: number }[];
}

const products: Readonly<Record<string, { readonly title: string; readonly price: number }>> = {
  mug: { title: 'Mug', price: 2000 },
  shirt: { title: 'Shirt', price: 3550 },
  sticker: { title: 'Sticker', price: 333 },
};

const codes: Readonly<
  Record<string, { readonly percent?: number; readonly amount?: number; readonly only?: string }>
> = {
  SAVE10: { percent: 10 },
  FIX5: { amount: 500 },
  SHIRT20: { percent: 20, only: 'shirt' },
  // Is taken, and comes to nothing here.
  HATS: { percent: 50, only: 'hat' },
};

/** Codes that are rejected, and how (extensions/discount, rejected codes). */
const rejections: Readonly<Record<string, string>> = {
  EXPIRED: 'discount_code_expired',
  MEMBERS: 'discount_code_user_not_logged_in',
  VIP: 'discount_code_user_ineligible',
  ALONE: 'discount_code_combination_disallowed',
};

const shippingFee = 599;
const taxRate = 0.08;

export async function openUcpShop(): Promise<UcpShop> {
  const sessions = new Map<string, Session>();
  const replays = new Map<string, { readonly body: string; readonly answer: object }>();
  const updates: UcpInput[] = [];
  const app = new Hono();

  app.use(async ({ req, json }, next) => {
    const problem =
      (!/^profile="https:\/\/[^"]+\/\.well-known\/ucp"$/.test(req.header('UCP-Agent') ?? '') &&
        'UCP-Agent') ||
      (!isUuid(req.header('Request-Id')) && 'Request-Id') ||
      (req.method === 'PUT' && !isUuid(req.header('Idempotency-Key')) && 'Idempotency-Key');
    if (problem) return json({ code: 'invalid_request', content: problem }, 400);
    return next();
  });

  app.get('/ucp/v1/:resource/:id', ({ req, json }) => {
    const session = sessions.get(req.param('id'));
    return json(
      session?.resource === req.param('resource') ? answerOf(req.param('id'), session) : notFound(),
    );
  });

  app.put('/ucp/v1/:resource/:id', async ({ req, json }) => {
    const id = req.param('id');
    const session = sessions.get(id);
    if (session?.resource !== req.param('resource')) return json(notFound());
    const key = req.header('Idempotency-Key')!;
    const body = await req.text();
    const replay = replays.get(key);
    if (replay)
      return replay.body === body ? json(replay.answer) : json({ code: 'conflict', content: '' }, 409);
    const problem = problemOf(JSON.parse(body));
    if (problem) return json({ code: 'invalid_request', content: problem }, 400);
    if (session.status !== 'complete_in_progress') {
      // The whole session: what is not said anew is gone.
      session.input = JSON.parse(body) as UcpInput;
      updates.push(session.input);
    }
    const answer = answerOf(id, session);
    replays.set(key, { body, answer });
    return json(answer);
  });

  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ucp/v1`,
    updates,
    open(resource, input) {
      const id = `gid://shop/${resource}/${sessions.size}`;
      sessions.set(id, { resource, input, status: 'incomplete' });
      return id;
    },
    change(id, change) {
      const session = sessions.get(id)!;
      session.input = change(session.input);
    },
    input: (id) => sessions.get(id)!.input,
    setStatus(id, status) {
      sessions.get(id)!.status = status;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function isUuid(value: string | undefined): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(value ?? '');
}

/** What is wrong with an update: fields of another form, or that only the shop says (`"ucp_request": "omit"`). */
function problemOf(body: unknown): string | undefined {
  const parsed = sdk.ExtendedCheckoutUpdateRequestSchema.strict().safeParse(body);
  if (!parsed.success) return parsed.error.message;
  return /"(totals|title|price|image_url|options|applied)":/.exec(JSON.stringify(body))?.[0];
}

/** A business outcome, so with 200 (cart/rest, get cart). */
function notFound(): object {
  return {
    ucp: { version, status: 'error' },
    messages: [
      { type: 'error', code: 'not_found', content: 'Not found or has expired', severity: 'unrecoverable' },
    ],
  };
}

function answerOf(id: string, { resource, input, status }: Session): object {
  const isCheckout = resource === 'checkout-sessions';
  const lines = input.line_items.map(({ item, quantity, ...line }, index) => {
    const product = products[item.id]!;
    return {
      id: `li_${index}`,
      ...line,
      item: { ...item, ...product },
      quantity,
      subtotal: product.price * quantity,
    };
  });
  const subtotal = sum(lines.map((line) => line.subtotal));
  const fee = isCheckout && input.fulfillment ? shippingFee : 0;
  const { applied, messages } = applyCodes(input, lines, fee);
  const taken = (path: (allocated: string) => boolean) =>
    sum(
      applied
        .flatMap(({ allocations = [] }) => allocations)
        .map((each) => (path(each.path) ? each.amount : 0)),
    );
  const itemsDiscount = taken((path) => path.startsWith('$.line_items'));
  const discount = sum(applied.map(({ amount }) => amount)) - itemsDiscount;
  const tax = isCheckout ? Math.round((subtotal + fee - itemsDiscount - discount) * taxRate) : 0;
  const totals = [
    { type: 'subtotal', display_text: 'Subtotal', amount: subtotal },
    ...(itemsDiscount
      ? [{ type: 'items_discount', display_text: 'Item Discounts', amount: -itemsDiscount }]
      : []),
    ...(discount ? [{ type: 'discount', display_text: 'Order Discounts', amount: -discount }] : []),
    ...(fee ? [{ type: 'fulfillment', display_text: 'Shipping', amount: fee }] : []),
    ...(tax ? [{ type: 'tax', display_text: 'Tax', amount: tax }] : []),
  ];
  const extensions = { 'dev.ucp.shopping.discount': [{ version }] };
  const answer = {
    ...input,
    ucp: {
      version,
      status: 'success',
      capabilities: {
        [`dev.ucp.shopping.${isCheckout ? 'checkout' : 'cart'}`]: [{ version }],
        ...extensions,
      },
      ...(isCheckout && { payment_handlers: {} }),
    },
    id,
    currency: 'USD',
    line_items: lines.map(({ subtotal, ...line }, index) => {
      const off = taken((path) => path === `$.line_items[${index}]`);
      return {
        ...line,
        totals: [
          { type: 'subtotal', amount: subtotal },
          ...(off ? [{ type: 'items_discount', amount: -off }] : []),
          { type: 'total', amount: subtotal - off },
        ],
      };
    }),
    discounts: { codes: input.discounts?.codes ?? [], applied },
    ...(input.fulfillment && { fulfillment: toFulfillment(input.fulfillment) }),
    totals: [
      ...totals,
      { type: 'total', display_text: 'Total', amount: sum(totals.map(({ amount }) => amount)) },
    ],
    messages,
    ...(isCheckout && { status, links: [] }),
  };
  sdk.ExtendedCheckoutResponseSchema.omit({ ucp: true }).parse({ status, links: [], ...answer });
  for (const { amount, allocations } of applied)
    if (allocations) assert.equal(sum(allocations.map((each) => each.amount)), amount);
  return answer;
}

/** With what the shop adds: packages, and the ways to send them. */
function toFulfillment({ methods }: UcpFulfillment): object {
  const options = [{ id: 'standard', title: 'Standard', totals: [{ type: 'total', amount: shippingFee }] }];
  return {
    methods: methods.map(({ line_item_ids, groups = [], ...method }) => ({
      ...method,
      line_item_ids,
      groups: groups.map((group) => ({ ...group, line_item_ids, options })),
    })),
    available_methods: [],
  };
}

function applyCodes(
  input: UcpInput,
  lines: readonly { readonly item: { readonly id: string }; readonly subtotal: number }[],
  fee: number,
): { readonly applied: readonly Applied[]; readonly messages: readonly object[] } {
  const applied: Applied[] = [];
  const messages: object[] = [];
  const left = lines.map(({ subtotal }) => subtotal);
  const spread = (amount: number, only: string | undefined) => {
    const isMeant = (index: number) => !only || lines[index]!.item.id === only;
    const weights = left.map((each, index) => (isMeant(index) ? each : 0));
    const base = sum(weights);
    const shares = weights.map((weight) => Math.floor((amount * weight) / base));
    // The odd cents go to the dearest.
    shares[weights.indexOf(Math.max(...weights))]! += amount - sum(shares);
    return shares.flatMap((share, index) => {
      left[index]! -= share;
      return share ? [{ path: `$.line_items[${index}]`, amount: share }] : [];
    });
  };
  (input.discounts?.codes ?? []).forEach((typed, index, all) => {
    const code = typed.toUpperCase();
    const reject = (reason: string) =>
      messages.push({
        type: 'warning',
        code: reason,
        path: `$.discounts.codes[${index}]`,
        content: `<b>${typed}</b> kann nicht verwendet werden`,
      });
    if (all.findIndex((each) => each.toUpperCase() === code) < index)
      return reject('discount_code_already_applied');
    if (rejections[code] && !(code === 'ALONE' && all.length === 1)) return reject(rejections[code]);
    if (code === 'FREESHIP' && fee) {
      const allocations = [{ path: '$.totals[?@.type == "fulfillment"]', amount: fee }];
      return applied.push({ code: typed, title: 'Free shipping', amount: fee, allocations });
    }
    const promotion = codes[code];
    if (!promotion) return reject('discount_code_invalid');
    const { percent = 0, amount = 0, only } = promotion;
    const base = sum(left.map((each, at) => (!only || lines[at]!.item.id === only ? each : 0)));
    if (!base) return;
    const allocations = spread(amount || Math.round((base * percent) / 100), only);
    const total = sum(allocations.map((each) => each.amount));
    applied.push({ code: typed, title: `${code} off`, amount: total, allocations });
  });
  if (input.context?.eligibility?.includes('com.example.store_card')) {
    const allocations = spread(Math.round(sum(left) * 0.05), undefined);
    const amount = sum(allocations.map((each) => each.amount));
    const claim = { automatic: true, provisional: true, eligibility: 'com.example.store_card' };
    applied.push({ title: 'Store Card 5% Off', amount, ...claim, allocations });
  }
  return { applied, messages };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, each) => total + each, 0);
}
