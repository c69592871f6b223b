import { css } from 'lit';

export const nudgeStyles = css`
  .nudge {
    display: grid;
    container-type: inline-size;
    gap: 0.3rem;
    padding: 1rem 1.1rem;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .small {
    font-size: 0.8125rem;
  }
  .headline,
  .joins {
    font-size: 1.0625rem;
    font-weight: 700;
    text-wrap: balance;
  }
  .joins {
    color: var(--_accent);
  }
  .gap {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    margin-block: 0.15rem;
    white-space: nowrap;
  }
  progress {
    flex: 1;
    min-inline-size: 4rem;
    block-size: 0.5rem;
    overflow: hidden;
    appearance: none;
    border: 0;
    border-radius: 99rem;
    background: color-mix(in srgb, var(--_accent) 14%, var(--_surface));
    color: var(--_accent);
  }
  progress::-webkit-progress-bar {
    background: none;
  }
  progress::-webkit-progress-value {
    border-radius: 99rem;
    background: var(--_accent);
  }
  progress::-moz-progress-bar {
    border-radius: 99rem;
    background: var(--_accent);
  }
  .products {
    display: grid;
    margin-block-start: 0.35rem;
  }
  li {
    display: grid;
    grid-template: auto auto / auto 1fr auto;
    align-items: center;
    column-gap: 0.85rem;
    padding-block: 0.7rem;
    border-block-start: 1px solid var(--_border);
  }
  li:last-child {
    padding-block-end: 0;
  }
  .images {
    display: flex;
    grid-row: 1 / 3;
  }
  li .totals {
    grid-column: 2 / 4;
    margin-block-start: 0.15rem;
  }
  .add:not([aria-disabled='true']) {
    border-color: color-mix(in srgb, var(--_accent) 45%, transparent);
    background: var(--_tint);
    color: var(--_accent);
  }
  .error:empty {
    position: absolute;
  }
  img {
    inline-size: 3.5rem;
    block-size: 3.5rem;
    border-radius: calc(var(--_radius) * 0.6);
    background: var(--_tint);
    object-fit: cover;
  }
  img + img {
    margin-inline-start: -1.6rem;
    border: 2px solid var(--_surface);
  }
  .text {
    grid-column: 2;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .name {
    font-weight: 600;
    line-height: 1.35;
  }
  a {
    color: inherit;
    text-underline-offset: 0.2em;
  }
  .saves {
    margin-inline-start: 0.4rem;
    color: var(--_accent);
  }
  .totals b {
    display: inline-block;
    color: var(--_text);
    font-weight: 600;
  }
  .reached {
    display: flex;
    align-items: center;
    gap: 0.6rem;
    color: var(--_accent);
    font-weight: 600;
  }
  .reached svg {
    flex: none;
    inline-size: 1.5rem;
    padding: 0.3rem;
    border-radius: 50%;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .reached p {
    flex: 1;
  }
  @container (max-width: 20rem) {
    .images {
      grid-row: 1;
    }
    li .totals,
    .add {
      grid-column: 1 / 4;
    }
    .add {
      grid-row: 3;
      margin-block-start: 0.4rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    progress::-webkit-progress-value {
      transition: inline-size 0.4s;
    }
  }
  @media (forced-colors: active) {
    progress {
      border: 1px solid;
    }
  }
`;
