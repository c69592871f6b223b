import { css } from 'lit';

/** How a flash sale looks, beside its tickets. */
export const flashStyles = css`
  .space {
    container-type: inline-size;
    min-block-size: var(--coupon-flash-size, 8.75rem);
  }
  .slot + .slot {
    margin-block-start: 1.25rem;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.25rem 1rem;
    min-block-size: 2rem;
    margin-block-end: 0.6rem;
  }
  .when {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.6rem;
    font-weight: 600;
  }
  .when b {
    font-size: 1.0625rem;
    font-weight: 700;
  }
  .when .small {
    font-weight: 400;
  }
  .on {
    display: inline-flex;
    align-items: center;
    gap: 0.45em;
    color: var(--_accent);
  }
  .on::before {
    content: '';
    inline-size: 0.5em;
    block-size: 0.5em;
    border-radius: 50%;
    background: currentColor;
  }
  .off {
    color: var(--_muted);
  }
  .clock {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--_muted);
  }
  .digits {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    direction: ltr;
    color: var(--_accent);
    font-weight: 700;
  }
  .digits b {
    min-inline-size: 1.9em;
    padding: 0.2em 0.3em;
    border-radius: 0.35rem;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 700;
    line-height: 1.2;
    text-align: center;
  }
  .list {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr));
    gap: 0.75rem;
  }
  .card {
    display: grid;
    container-type: inline-size;
    filter: drop-shadow(0 0 1px var(--_border)) drop-shadow(0 1px 3px rgb(60 20 10 / 0.1));
  }
  .action {
    display: grid;
    justify-items: stretch;
    min-inline-size: 7rem;
  }
  .action .link {
    min-block-size: 2rem;
    font-size: 0.8125rem;
  }
  .stock {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 0.6rem;
    margin-block-start: 0.3rem;
    color: var(--_muted);
  }
  progress {
    flex: 1 1 5rem;
    max-inline-size: 11rem;
    block-size: 0.5rem;
    overflow: hidden;
    appearance: none;
    border: 0;
    border-radius: 99rem;
    background: color-mix(in srgb, var(--_accent) 16%, var(--_surface));
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
  .told {
    margin-block-start: 0.25rem;
    color: var(--_muted);
  }
  .told b {
    color: var(--_accent);
    font-weight: 600;
  }
  .error:not(:empty) {
    margin-block-start: 0.25rem;
  }
  /* What is over steps back; its words stay readable. */
  .sold-out .stub,
  .ended .stub,
  .used .stub,
  .limit .stub {
    border-inline-end-color: var(--_border);
    background: color-mix(in srgb, var(--_muted) 9%, var(--_surface));
    color: var(--_muted);
  }
  .sold-out progress,
  .ended progress {
    filter: grayscale(1);
  }
  .button[aria-disabled='true'].waiting {
    border-color: transparent;
    background: color-mix(in srgb, var(--_accent) 12%, var(--_surface));
    color: var(--_accent);
  }
  @media (prefers-reduced-motion: no-preference) {
    .waiting {
      animation: breathe 1.4s ease-in-out infinite alternate;
    }
    progress::-webkit-progress-value {
      transition: inline-size 0.4s;
    }
  }
  @keyframes breathe {
    to {
      background: color-mix(in srgb, var(--_accent) 24%, var(--_surface));
    }
  }
  @media (max-width: 30rem) {
    .space {
      min-block-size: var(--coupon-flash-size, 10.5rem);
    }
  }
  @container (max-width: 28rem) {
    .action {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 1rem;
    }
  }
  @media (forced-colors: active) {
    progress {
      border: 1px solid;
    }
    .digits b {
      border: 1px solid;
    }
  }
`;
