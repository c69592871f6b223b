import type { Vendure } from './start-vendure.js';

/** A promotion as the Admin API takes it, in short. */
export interface Promotion {
  /** Absent: it is given without a code. */
  readonly code?: string;
  /** Default: the code. */
  readonly name?: string;
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
  vendure: Pick<Vendure, 'askAdmin'>,
  { code, name = code!, enabled = true, conditions = [], ...rest }: Promotion,
): Promise<string> {
  const { createPromotion: created } = await vendure.askAdmin(
    `mutation ($input: CreatePromotionInput!) {
      createPromotion(input: $input) { ... on Promotion { id } ... on ErrorResult { message } }
    }`,
    {
      input: {
        ...rest,
        enabled,
        conditions,
        ...(code && { couponCode: code }),
        translations: [{ languageCode: 'en', name }],
      },
    },
  );
  if (!created.id) throw new Error(`${name}: ${created.message}`);
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
