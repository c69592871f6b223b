/**
 * Of which promotions of items does Medusa take less where a promotion of the order is there, too? The preview takes what is off items first; Medusa takes
 * the larger number first, whatever it is a number of (`sortByBuyGetType` in its promotion module, 2.21): 15 dollars off the order before 10 percent off items.
 */
import type { ImportNote } from '../importer.js';
import type { MedusaPromotion } from './medusa-promotion.js';

/**
 * Two percentages come to the same in either order; a gift goes before all others.
 * @param taken those that are coupons
 * @param all also those that are none
 */
export function noteOrder(taken: readonly MedusaPromotion[], all: readonly MedusaPromotion[]): ImportNote[] {
  const amounts = all.filter(
    ({ status, type, application_method: method }) =>
      status === 'active' && type !== 'buyget' && method?.target_type === 'order' && method.type === 'fixed',
  );
  return taken
    .filter(({ type, application_method: method }) => type !== 'buyget' && method?.target_type === 'items')
    .filter((promotion) => amounts.some((amount) => isBefore(amount, promotion)))
    .map(({ code }) => ({
      promotion: code,
      kind: 'approximated',
      why: 'Beside an amount off the order, Medusa takes the larger number first, and then this of what is left.',
    }));
}

function isBefore(
  { application_method: first }: MedusaPromotion,
  { application_method: second }: MedusaPromotion,
) {
  const [one, other] = [first?.currency_code, second?.currency_code];
  return first!.value >= second!.value && (!one || !other || one.toLowerCase() === other.toLowerCase());
}
