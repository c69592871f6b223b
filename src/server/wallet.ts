import type { Held } from '../protocol/messages.js';
import { heldOf, type Circumstances } from './claim-state.js';
import type { BookEntry } from './coupon-book.js';
import type { Holding } from './ledgers/ledger.js';
import type { Call, Services } from './route.js';

/** What a shopper holds, and where they stand with everything else. */
export interface Wallet {
  /** The oldest first; coupons that the server no longer knows are left out. */
  readonly held: readonly Held[];
  /** Of the pieces of a coupon that can be used now, the one that ends first; of several, the oldest. */
  holdingOf(coupon: string): Holding | undefined;
  circumstancesOf(entry: BookEntry): Circumstances;
}

/** Reads the wallet of whoever asks; nobody's is empty. */
export async function readWallet({ identity, now }: Call, services: Services): Promise<Wallet> {
  const { ledger, book } = services;
  const [holdings, counts] = await Promise.all([
    identity ? ledger.holdings(identity.subject) : [],
    services.counts.read(),
  ]);
  const byCoupon = new Map<string, Holding[]>();
  for (const holding of holdings) {
    const others = byCoupon.get(holding.coupon);
    if (others) others.push(holding);
    else byCoupon.set(holding.coupon, [holding]);
  }
  const of = (coupon: string): readonly Holding[] => byCoupon.get(coupon) ?? [];
  return {
    // Made where it is asked for: a quote shows no wallet.
    get held() {
      return holdings.flatMap((holding) => {
        const entry = book.byId(holding.coupon);
        return entry ? [heldOf(holding, entry, now, services.isoInZone)] : [];
      });
    },
    holdingOf: (coupon) => firstToEnd(of(coupon).filter((holding) => isUsable(holding, now))),
    circumstancesOf: ({ coupon }) => ({
      holdings: of(coupon.id),
      count: counts.get(coupon.id) ?? { granted: 0, spent: 0 },
      signedIn: identity?.signedIn ?? false,
      now,
    }),
  };
}

function isUsable({ state, validUntil = Infinity }: Holding, now: number): boolean {
  return state === 'held' && validUntil > now;
}

function firstToEnd(holdings: readonly Holding[]): Holding | undefined {
  const [first, ...others] = holdings;
  return others.reduce(
    (soonest, each) => ((each.validUntil ?? Infinity) < (soonest!.validUntil ?? Infinity) ? each : soonest),
    first,
  );
}
