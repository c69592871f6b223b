/**
 * The look that all elements share. Merchants set `--coupon-*` on any ancestor; the private `--_*` are those with their
 * defaults, light and dark by the inherited `color-scheme`.
 *
 * How a page writes its own text is not inherited, only its font and the size: else a page in capitals would have coupons in capitals. It stands inside
 * of the element, where no rule of the page reaches.
 *
 * Classes: `button` (also with `link`), `muted`, `hidden` (only for screen readers), `error`.
 */
import { css } from 'lit';

export const sharedStyles = css`
  :host {
    --_accent: var(--coupon-accent, #d4201a);
    --_on-accent: var(--coupon-on-accent, #fff);
    --_tint: var(--coupon-tint, #fff3ef);
    --_surface: var(--coupon-surface, #fff);
    --_text: var(--coupon-text, #211a17);
    --_muted: var(--coupon-muted, #6b605a);
    --_border: var(--coupon-border, #eadbd4);
    --_radius: var(--coupon-radius, 0.875rem);
    display: block;
  }
  @supports (color: light-dark(red, red)) {
    :host {
      --_accent: var(--coupon-accent, light-dark(#d4201a, #ff8a7a));
      --_on-accent: var(--coupon-on-accent, light-dark(#fff, #350503));
      --_tint: var(--coupon-tint, light-dark(#fff3ef, #33201c));
      --_surface: var(--coupon-surface, light-dark(#fff, #1f1a18));
      --_text: var(--coupon-text, light-dark(#211a17, #f6efec));
      --_muted: var(--coupon-muted, light-dark(#6b605a, #bcaea7));
      --_border: var(--coupon-border, light-dark(#eadbd4, #4a3d38));
    }
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  :host > * {
    color: var(--_text);
    font-family: var(--coupon-font, inherit);
    font-variant-numeric: tabular-nums;
    line-height: 1.45;
    font-style: normal;
    font-weight: 400;
    letter-spacing: normal;
    text-align: start;
    text-indent: 0;
    text-transform: none;
    white-space: normal;
    word-spacing: normal;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  p,
  ul,
  dl,
  dd,
  h2,
  h3 {
    margin: 0;
    padding: 0;
    font: inherit;
    list-style: none;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-block-size: 2.75rem;
    min-inline-size: 2.75rem;
    padding: 0.5em 1.15em;
    border: 1px solid transparent;
    border-radius: 99rem;
    background: var(--_accent);
    color: var(--_on-accent);
    font: inherit;
    font-weight: 600;
    text-decoration: none;
    white-space: nowrap;
    cursor: pointer;
  }
  .button:hover {
    filter: brightness(1.08);
  }
  .button[aria-disabled='true'] {
    border-color: var(--_border);
    background: none;
    color: var(--_muted);
    cursor: default;
    filter: none;
  }
  .link {
    padding-inline: 0;
    border: 0;
    background: none;
    color: var(--_accent);
    font-weight: inherit;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .muted {
    color: var(--_muted);
  }
  .error {
    color: var(--_accent);
    font-size: 0.875em;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
