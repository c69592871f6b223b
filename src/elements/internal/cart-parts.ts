/** The parts of the cart's panel that open on demand, and are loaded then. */
import type { TemplateResult } from 'lit';
import { renderBreakdown } from './cart-breakdown.js';
import { CartChooser } from './cart-chooser.js';
import { CartCodeForm } from './cart-code-form.js';
import type { CartPanel } from './cart-panel.js';
import { cartPartsStyles } from './cart-parts-styles.js';
import type { ShownPrice } from './cart-price.js';
import { ticketStyles } from './coupon-ticket.js';

/** They join the panel's own when the parts are loaded. */
export const partStyles = [ticketStyles, cartPartsStyles];

export interface CartParts {
  chooser(panel: CartPanel): TemplateResult;
  codeForm(panel: CartPanel): TemplateResult;
  breakdown(panel: CartPanel, price: ShownPrice): TemplateResult;
}

/** Returns the parts of one panel, with what each remembers. */
export function createCartParts(): CartParts {
  const chooser = new CartChooser();
  const codeForm = new CartCodeForm();
  return {
    chooser: (panel) => chooser.render(panel),
    codeForm: (panel) => codeForm.render(panel),
    breakdown: renderBreakdown,
  };
}
