import { css } from 'lit';

/** How wheel, scratch card and plain draw look, beside what all elements share. */
export const wheelStyles = css`
  :host {
    container-type: inline-size;
  }
  .draw {
    display: grid;
    gap: 0.75rem;
    padding: 1.25rem 1.25rem 0.5rem;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    background: var(--_surface);
  }
  h2 {
    font-size: 1.25em;
    font-weight: 700;
    text-align: center;
    text-wrap: balance;
  }
  .stage {
    position: relative;
    inline-size: 100%;
    max-inline-size: var(--coupon-wheel-size, 22rem);
    margin-inline: auto;
  }
  .wheel {
    aspect-ratio: 1;
  }
  /* A square that turns is wider than its place. */
  .disc {
    block-size: 100%;
    overflow: hidden;
    border-radius: 50%;
  }
  .turning {
    inline-size: 100%;
    block-size: 100%;
    will-change: transform;
  }
  .wheel svg {
    display: block;
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    overflow: visible;
  }
  .hubs {
    pointer-events: none;
    filter: drop-shadow(0 2px 4px rgb(40 15 5 / 0.25));
  }
  .press {
    cursor: pointer;
    pointer-events: auto;
  }
  text {
    fill: var(--_text);
    font-weight: 700;
    text-anchor: middle;
    dominant-baseline: central;
  }
  .sector > :is(path, circle) {
    fill: var(--coupon-wheel-even, var(--_tint));
    stroke: color-mix(in srgb, var(--_accent) 25%, var(--_surface));
    stroke-width: 1;
  }
  .odd > path {
    fill: var(--coupon-wheel-odd, var(--_surface));
  }
  .last > path {
    fill: var(--coupon-wheel-odd, color-mix(in srgb, var(--_tint) 50%, var(--_surface)));
  }
  .none text {
    fill: var(--_muted);
    font-weight: 500;
  }
  .chance {
    fill: var(--_muted);
    font-size: 10.5px;
    font-weight: 500;
  }
  .won > :is(path, circle) {
    fill: var(--_accent);
  }
  .won text {
    fill: var(--_on-accent);
  }
  .none.won > :is(path, circle) {
    fill: var(--_muted);
  }
  .none.won text {
    fill: var(--_surface);
  }
  .rim {
    fill: none;
    stroke: var(--_accent);
  }
  .light {
    fill: var(--_on-accent);
    opacity: 0.85;
  }
  .hub {
    fill: var(--_accent);
  }
  .hub-edge {
    fill: var(--_surface);
  }
  .hub-text {
    fill: var(--_on-accent);
    font-size: 15px;
    font-weight: 700;
  }
  .idle .hub {
    fill: var(--_muted);
  }
  .idle .hub-text {
    fill: var(--_surface);
  }
  .card {
    display: grid;
    align-items: center;
    min-block-size: 12.25rem;
    overflow: hidden;
    border-radius: var(--_radius);
    background: var(--_tint);
    max-inline-size: 30rem;
  }
  .closed {
    padding: 1rem;
    color: var(--_muted);
    text-align: center;
  }
  .closed svg {
    inline-size: 4rem;
    color: var(--_accent);
  }
  .result {
    padding: 0.75rem;
    text-align: center;
  }
  .wheel .result {
    position: absolute;
    inset-block-end: 0;
    inset-inline: -0.25rem;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    background: var(--_surface);
    box-shadow: 0 12px 40px rgb(40 15 5 / 0.22);
    animation: rise 0.35s cubic-bezier(0.2, 0.9, 0.3, 1.1);
  }
  .result h3 {
    font-weight: 700;
    line-height: 1.35;
    text-wrap: balance;
  }
  .result .edge {
    margin-block-start: 0.5rem;
    container-type: inline-size;
    text-align: start;
  }
  .gain {
    color: var(--_accent);
    font-weight: 700;
  }
  .odds {
    border-block-start: 1px solid var(--_border);
    padding-block-start: 0.25rem;
  }
  summary {
    min-block-size: 2.75rem;
    padding-block: 0.6rem;
    border-radius: 0.25rem;
    color: var(--_accent);
    font-size: 0.875rem;
    text-align: center;
    cursor: pointer;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.875rem;
  }
  td,
  th {
    padding: 0.4rem 0.5rem;
    border-block-end: 1px solid var(--_border);
    font-weight: inherit;
    text-align: end;
    white-space: nowrap;
  }
  thead th {
    color: var(--_muted);
  }
  th:nth-child(2) {
    inline-size: 100%;
    overflow-wrap: anywhere;
    text-align: start;
    white-space: normal;
  }
  .number {
    color: var(--_muted);
  }
  details p {
    margin-block-start: 0.5rem;
  }
  @container (min-width: 44rem) {
    .draw {
      grid-template: 1fr auto auto auto 1fr / minmax(0, 1fr) minmax(0, 1fr);
      column-gap: 2rem;
      padding: 2rem 2rem 1rem;
    }
    .draw > * {
      grid-column: 2;
    }
    .draw > .stage {
      grid-row: 1 / span 5;
      grid-column: 1;
      align-self: center;
    }
    h2 {
      align-self: end;
      font-size: 1.5em;
    }
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 1rem;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .wheel .result {
      animation: none;
    }
  }
  @media (forced-colors: active) {
    .sector > :is(path, circle) {
      fill: Canvas;
      stroke: CanvasText;
    }
    text {
      fill: CanvasText;
    }
    .won > :is(path, circle),
    .hub {
      fill: Highlight;
    }
    .won text,
    .hub-text {
      fill: HighlightText;
    }
    .rim {
      stroke: CanvasText;
    }
    .foil {
      fill: Canvas;
      stroke: CanvasText;
    }
    .foil-text {
      fill: CanvasText;
    }
  }
`;
