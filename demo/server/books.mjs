/** The marketplace's books of today: the coupon server's, and whether this shop's own orders are the same. */
import { timeZone } from './coupon-server.mjs';

/**
 * @param client what `createClient` gave
 * @param orders what `createOrders` gave
 */
export function createBooks(client, orders) {
  /** What is left of each order with coupons, as this shop knows it. */
  const ownOrders = () =>
    orders
      .all()
      .filter(({ hold, failed }) => hold && !failed)
      .map(({ id, quote, reversals }) => ({
        order: id,
        currency: quote.currency,
        paid: reversals.reduce((paid, { refund }) => paid - refund.amount, quote.payable),
        discount: reversals.reduce(
          (discount, { refund }) => refund.coupons.reduce((left, { amount }) => left - amount, discount),
          quote.discount,
        ),
      }));

  return {
    /** The day of the books: `2026-11-22`. */
    today: () => new Intl.DateTimeFormat('en-CA', { timeZone }).format(),

    /** @returns what `merchantPage` shows */
    async read(day) {
      const period = { from: day, to: day };
      const [statements, standings, { matched, onlyOurs, onlyTheirs, different }] = await Promise.all([
        client.settlements(period),
        client.reports(),
        client.reconcile(period, ownOrders()),
      ]);
      const differences = [
        ...onlyOurs.map(({ order, paid }) => ({ order, why: 'only-ours', ours: paid })),
        ...onlyTheirs.map(({ order, paid }) => ({ order, why: 'only-theirs', theirs: paid })),
        ...different.map(({ order, ours, theirs }) => ({
          order,
          why: 'amounts-differ',
          ours: ours.paid,
          theirs: theirs.paid,
        })),
      ];
      return { day, statements, standings, agreed: matched, differences };
    },
  };
}
