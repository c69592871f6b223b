import { css } from 'lit';

/** How a pack looks, as a card and as a dialog, beside what all elements share. */
export const packStyles = css`
  :host {
    container-type: inline-size;
  }
  .pack {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.875rem;
    padding: 0 1rem 0.75rem;
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 1.25);
    background: var(--_surface);
  }
  .head {
    display: grid;
    gap: 0.15rem;
    margin-inline: -1rem;
    padding: 1.25rem 3rem 1.5rem;
    border-radius: 0 0 50% 50% / 0 0 1.25rem 1.25rem;
    background: var(--_accent);
    color: var(--_on-accent);
    text-align: center;
    text-wrap: balance;
  }
  /* The focus is brought here when the button has gone. */
  .head:focus {
    outline: none;
  }
  h2 {
    font-size: 1.375em;
    font-weight: 750;
    line-height: 1.3;
  }
  .tickets {
    display: grid;
    gap: 0.75rem;
    container-type: inline-size;
  }
  .tickets > li {
    min-inline-size: 0;
    container-type: inline-size;
  }
  .once-more {
    text-align: center;
  }
  .worth {
    font-size: 1.125em;
    font-weight: 650;
  }
  @container (min-width: 40rem) {
    .pack {
      padding-inline: 1.5rem;
    }
    .head {
      margin-inline: -1.5rem;
    }
    .tickets {
      grid-template-columns: 1fr 1fr;
    }
    .tickets > :last-child:nth-child(odd) {
      grid-column: 1 / -1;
    }
  }
  dialog {
    inline-size: calc(100% - 2rem);
    max-inline-size: 26rem;
    max-block-size: calc(100dvh - 2rem);
    padding: 0;
    overflow: auto;
    overscroll-behavior: contain;
    border: 0;
    border-radius: calc(var(--_radius) * 1.25);
    background: none;
    color: inherit;
    text-align: start;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.5);
  }
  .close {
    position: absolute;
    inset-block-start: 0.25rem;
    inset-inline-end: 0.25rem;
    inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--_on-accent);
    cursor: pointer;
  }
  .close:focus-visible {
    outline-color: currentColor;
    outline-offset: -4px;
  }
  .close svg {
    inline-size: 0.875rem;
    vertical-align: middle;
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: appear 0.3s cubic-bezier(0.2, 0.9, 0.3, 1.1);
    }
  }
  @keyframes appear {
    from {
      opacity: 0;
      scale: 0.92;
    }
  }
  @media (forced-colors: active) {
    .head {
      border-block-end: 1px solid;
    }
    dialog {
      border: 1px solid;
    }
  }
`;
