import type { Admin } from './create-shop.js';

/** In the languages of the shop; the keys are Vendure's. */
export interface Name {
  readonly en: string;
  readonly zh_Hans: string;
}

/** A promotion as the Admin API takes it, in short. */
export interface Promotion {
  /** Absent: it is given without a code. */
  readonly code?: string;
  /** Default: the code. */
  readonly name?: string | Name;
  readonly enabled?: boolean;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly usageLimit?: number;
  readonly perCustomerUsageLimit?: number;
  readonly conditions?: readonly Operation[];
  readonly actions: readonly Operation[];
}

/** A condition or an action of Vendure, with its arguments. */
export interface Operation {
  readonly code: string;
  readonly arguments: readonly { readonly name: string; readonly value: string }[];
}

/** Returns the promotion's id. */
export async function createPromotion(
  { askAdmin }: Pick<Admin, 'askAdmin'>,
  { code, name = code!, enabled = true, conditions = [], ...rest }: Promotion,
): Promise<string> {
  const { createPromotion: created } = await askAdmin(
    `mutation ($input: CreatePromotionInput!) {
      createPromotion(input: $input) { ... on Promotion { id } ... on ErrorResult { message } }
    }`,
    {
      input: {
        ...rest,
        enabled,
        conditions,
        ...(code && { couponCode: code }),
        translations: typeof name === 'string' ? [{ languageCode: 'en', name }] : translate(name),
      },
    },
  );
  if (!created.id) throw new Error(`${JSON.stringify(name)}: ${created.message}`);
  return created.id as string;
}

/** @param args lists are written as JSON, as the Admin API wants them */
export function operation(code: string, args: Readonly<Record<string, unknown>> = {}): Operation {
  return {
    code,
    arguments: Object.entries(args).map(([name, value]) => ({
      name,
      value: typeof value === 'string' ? value : JSON.stringify(value),
    })),
  };
}

/** @param percent 10 is a tenth */
export function percentOff(percent: number): Operation {
  return operation('order_percentage_discount', { discount: percent });
}

/** @param amount minor units */
export function amountOff(amount: number): Operation {
  return operation('order_fixed_discount', { discount: amount });
}

/** @param more what is the same in each language */
export function translate(name: Name, more: object = {}): readonly object[] {
  return Object.entries(name).map(([languageCode, name]) => ({ languageCode, name, ...more }));
}
