/** The look of the parts that open on demand: a sheet from below on a phone, a dialog in the middle on a desk. */
import { css } from 'lit';

export const cartPartsStyles = css`
  .notice {
    display: grid;
    grid-template: auto minmax(0, auto) auto / minmax(0, 1fr) auto;
    gap: 0.25rem 0.75rem;
    max-block-size: 8.5rem;
  }
  .notice #headline {
    min-block-size: 0;
    color: inherit;
    font-size: 1.0625em;
  }
  .notice .why {
    margin: 0;
    grid-area: 2 / 1 / auto / -1;
    overflow: auto;
    font-size: 0.8125em;
  }
  #dismiss {
    grid-area: 1 / 2;
  }
  #accept {
    grid-area: 3 / 1 / auto / -1;
    justify-self: start;
    min-block-size: 2.25rem;
    padding-block: 0;
    font-size: 0.875em;
  }
  #best {
    white-space: normal;
    text-align: start;
  }
  .layers {
    display: grid;
    gap: 0.375rem;
    padding: 0.75rem 1rem;
    border-radius: var(--_radius);
    background: var(--_tint);
    font-size: 0.875em;
  }
  h3:not(:first-child) {
    margin-block-start: 0.375rem;
  }
  h3 {
    font-size: 0.8125em;
  }
  .quiet {
    border-color: var(--_border);
    background: none;
    color: var(--_accent);
  }
  .share {
    display: flex;
    gap: 0.75rem;
    justify-content: space-between;
  }
  summary {
    list-style: none;
    cursor: pointer;
  }
  summary .share span:first-child::after {
    display: inline-block;
    inline-size: 0.4em;
    block-size: 0.4em;
    margin-inline-start: 0.5em;
    border: solid var(--_muted);
    border-width: 0 0.1em 0.1em 0;
    content: '';
    translate: 0 -0.2em;
    rotate: 45deg;
  }
  [open] > summary .share span:first-child::after {
    translate: 0 0.05em;
    rotate: -135deg;
  }
  details ul {
    margin-block: 0.25rem;
    padding-inline-start: 0.75rem;
    border-inline-start: 2px solid var(--_border);
  }
  .returns {
    padding-block-start: 0.5rem;
    border-block-start: 1px solid var(--_border);
  }
  dialog {
    padding: 0;
    border: 0;
    inline-size: 100%;
    max-inline-size: 30rem;
    max-block-size: min(44rem, 88dvb);
    margin: auto auto 0;
    overflow: hidden;
    border-radius: 1.25rem 1.25rem 0 0;
    background: var(--_surface);
    color: inherit;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
  .sheet {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    block-size: min(44rem, 88dvb);
  }
  #chooser-title {
    padding: 1.125rem 1.25rem 0.25rem;
    font-size: 1.125em;
  }
  .tabs {
    display: flex;
    gap: 1.5rem;
    padding-inline: 1.25rem;
    border-block-end: 1px solid var(--_border);
  }
  [role='tab'] {
    min-block-size: 2.75rem;
    padding-block-end: 2px;
    color: var(--_muted);
  }
  [role='tab'][aria-selected='true'] {
    padding-block-end: 0;
    border-block-end: 2px solid;
    color: var(--_accent);
    font-weight: 600;
  }
  [role='tabpanel'] {
    display: grid;
    align-content: start;
    gap: 0.75rem;
    padding: 1rem 1.25rem;
    overflow-y: auto;
    overscroll-behavior: contain;
    container-type: inline-size;
  }
  [role='tabpanel'] ul {
    margin: -0.375rem -0.25rem;
  }
  [role='tabpanel'] li {
    padding: 0.375rem 0.25rem;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 7rem;
  }
  /* A shadow follows the holes, and costs more to paint than all else on the card. */
  li .edge {
    position: relative;
    filter: none;
  }
  .note {
    color: var(--_accent);
  }
  .unavailable .stub {
    --_accent: var(--_muted);
  }
  .unavailable .note::before {
    content: '· ' / '';
  }
  .cover {
    position: absolute;
    inset: 0;
    cursor: pointer;
  }
  .ticket::after {
    position: absolute;
    inset: 0;
    border: 1px solid var(--_border);
    border-radius: inherit;
    content: '';
    pointer-events: none;
  }
  .ticket:has(:checked)::after {
    border: 1.5px solid var(--_accent);
  }
  input[type='checkbox'] {
    inline-size: 1.375rem;
    block-size: 1.375rem;
    margin: 0;
    accent-color: var(--_accent);
  }
  .none {
    display: flex;
    gap: 0.75rem;
    align-items: center;
    justify-content: space-between;
    min-block-size: 3rem;
    padding-inline: 1rem;
    border: 1px solid var(--_border);
    border-radius: 0.75rem;
  }
  footer {
    display: flex;
    gap: 1rem;
    align-items: center;
    justify-content: space-between;
    padding: 0.75rem 1.25rem calc(0.75rem + env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--_border);
  }
  footer b {
    color: var(--_accent);
    font-size: 1.25em;
  }
  footer .button {
    min-inline-size: 7rem;
    text-align: center;
  }
  @media (min-width: 40rem) {
    dialog {
      margin: auto;
      border-radius: 1.25rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: rise 0.2s ease-out;
    }
  }
  @keyframes rise {
    from {
      translate: 0 1.5rem;
      opacity: 0;
    }
  }
  @media (forced-colors: active) {
    .layers {
      border: 1px solid;
    }
  }
`;
