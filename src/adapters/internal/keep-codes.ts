import type { Coupon } from '../../model/coupon.js';
import { isObject } from '../../model/shape.js';
import type { CouponEntry } from './parse-coupon-list.js';
import type { TextStorage } from './open-storage.js';

/** Codes that the platform takes and the feed does not name: what they took off the last time is all that is known of them. */
export interface KeptCodes {
  /** As coupons that only their code brings. */
  entries(): readonly CouponEntry[];
  /**
   * Returns whether that is news.
   * @param amount minor units of `currency`, > 0: what it takes off now
   */
  learn(code: string, amount: number, currency: string): boolean;
  /** The platform takes this coupon no more, whatever is in the cart: the next page does not know it. */
  forget(coupon: string): void;
}

interface Learned {
  readonly code: string;
  readonly amount: number;
  readonly currency: string;
}

export function keepCodes(storage: TextStorage, name: string): KeptCodes {
  const read = (): readonly Learned[] => {
    try {
      const list: unknown = JSON.parse(storage.getItem(name) ?? '[]');
      return Array.isArray(list) ? list.filter(isLearned) : [];
    } catch {
      return [];
    }
  };
  /** What this page has forgotten, and still has to say why. */
  let gone: readonly Learned[] = [];
  return {
    entries: () => {
      const kept = read();
      const others = gone.filter(({ code }) => !kept.some((each) => idOf(each.code) === idOf(code)));
      return [...kept, ...others].map((each) => ({ coupon: toCoupon(each), claim: {} }));
    },
    learn(code, amount, currency) {
      const before = read();
      const id = idOf(code);
      const known = before.find((each) => idOf(each.code) === id);
      if (known?.amount === amount && known.currency === currency) return false;
      const others = before.filter((each) => each !== known);
      storage.setItem(name, JSON.stringify([...others, { code, amount, currency }]));
      return true;
    },
    forget(coupon) {
      const before = read();
      const known = before.find(({ code }) => idOf(code) === coupon);
      if (!known) return;
      gone = [...gone, known];
      storage.setItem(name, JSON.stringify(before.filter((each) => each !== known)));
    },
  };
}

function isLearned(value: unknown): value is Learned {
  return (
    isObject(value) &&
    typeof value['code'] === 'string' &&
    typeof value['currency'] === 'string' &&
    Number.isSafeInteger(value['amount']) &&
    (value['amount'] as number) > 0
  );
}

function idOf(code: string): string {
  return `code:${code.toLowerCase()}`;
}

function toCoupon({ code, amount, currency }: Learned): Coupon {
  const benefit = { kind: 'amount', amount };
  return { id: idOf(code), code, title: code, currency, benefit };
}
