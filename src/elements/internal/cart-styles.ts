/** The look of the cart's panel. What comes and goes keeps its place: a line of the notice, the chips, the status. */
import { css } from 'lit';

export const cartStyles = css`
  :host {
    min-block-size: var(--coupon-cart-size, 37.25rem);
  }
  .panel {
    display: grid;
    gap: 0.875rem;
    padding: 1.25rem;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    background: var(--_surface);
  }
  .saving {
    display: grid;
    align-content: center;
    block-size: 10rem;
    padding: 0.75rem 1.25rem;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_tint);
    mask:
      radial-gradient(circle at 0 50%, #0000 0.45rem, #000 0.5rem) left / 51% no-repeat,
      radial-gradient(circle at 100% 50%, #0000 0.45rem, #000 0.5rem) right / 51% no-repeat;
  }
  h2 {
    font-weight: 700;
  }
  .why {
    min-block-size: 1lh;
    margin-block-end: 1.5rem;
    font-size: 0.875em;
  }
  #headline {
    color: var(--_accent);
    align-content: end;
    min-block-size: 2lh;
    font-size: 1.625em;
    line-height: 1.3;
  }
  .chips {
    display: flex;
    gap: 0.375rem;
    block-size: 2.25rem;
    align-items: center;
    margin-inline: -1.25rem;
    padding-inline: 1.25rem;
    overflow: auto hidden;
    scrollbar-width: none;
  }
  .chip {
    display: flex;
    flex: none;
    align-items: center;
    max-inline-size: 100%;
    padding-inline-start: 0.75em;
    border: 1px solid var(--_border);
    border-radius: 99rem;
    background: var(--_surface);
    font-size: 0.8125em;
    white-space: nowrap;
  }
  .chip span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .cross {
    flex: none;
    inline-size: 2rem;
    block-size: 2rem;
    color: var(--_muted);
    text-align: center;
  }
  .cross::before {
    content: '✕' / '';
    font-size: 0.75em;
  }
  button {
    border: 0;
    padding: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .row,
  .sums div {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.75rem;
    align-items: baseline;
    justify-content: space-between;
  }
  .row {
    min-block-size: 2.75rem;
    align-items: center;
  }
  .row b {
    color: var(--_accent);
    font-weight: 600;
  }
  .value {
    block-size: 1lh;
  }
  .value::after,
  .disclosure::after {
    display: inline-block;
    inline-size: 0.45em;
    block-size: 0.45em;
    margin-inline: 0.5em 0.1em;
    border: solid var(--_muted);
    border-width: 0 0.1em 0.1em 0;
    content: '';
    rotate: -45deg;
  }
  .disclosure::after {
    translate: 0 -0.2em;
    rotate: 45deg;
  }
  .disclosure[aria-expanded='true']::after {
    translate: 0 0.05em;
    rotate: -135deg;
  }
  .coupons {
    display: grid;
    gap: 0.25rem;
    padding-block-end: 0.25rem;
    border-block-end: 1px solid var(--_border);
  }
  #code {
    justify-self: start;
  }
  .sums {
    display: grid;
    gap: 0.5rem;
  }
  .sums dt {
    color: var(--_muted);
  }
  .value,
  .sums dd {
    flex: 1;
    text-align: end;
  }
  .sums .layers {
    flex: 1 0 100%;
    text-align: start;
  }
  .sums .due {
    padding-block-start: 0.75rem;
    border-block-start: 1px solid var(--_border);
  }
  .due dt {
    color: inherit;
    font-weight: 600;
  }
  .due dd {
    font-size: 1.75em;
    font-weight: 700;
    line-height: 1.2;
  }
  .status {
    min-block-size: 1lh;
    margin-block-start: -0.625rem;
    color: var(--_muted);
    font-size: 0.8125em;
    text-align: end;
  }
  .checkout {
    inline-size: 100%;
    min-block-size: 3.25rem;
    font-size: 1.0625em;
    text-align: center;
  }
`;
