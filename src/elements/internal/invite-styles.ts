import { css } from 'lit';

export const inviteStyles = css`
  :host {
    container-type: inline-size;
  }
  .invite {
    max-inline-size: 34rem;
  }
  .invite > * + * {
    margin-block-start: 1rem;
  }
  /* They are there before they say something. */
  .invite > .notes:not(:has(*)),
  .invite > [role]:empty,
  .invite > .over {
    margin: 0;
  }
  .invite > .act + .notes {
    margin-block-start: 0.375rem;
  }
  .over {
    text-align: start;
  }
  h2 {
    font-size: 1.125rem;
    font-weight: 650;
    text-wrap: balance;
  }
  .tickets {
    display: grid;
    gap: 0.625rem;
  }
  .rewards {
    display: grid;
    grid-template-columns: 1fr 1fr;
    border-radius: var(--_radius);
    background: linear-gradient(to bottom, var(--_tint), var(--_surface));
    mask:
      radial-gradient(circle 0.45rem at 50% 0, #0000 96%, #000) top / 100% 51% no-repeat,
      radial-gradient(circle 0.45rem at 50% 100%, #0000 96%, #000) bottom / 100% 51% no-repeat;
  }
  .half {
    padding: 1rem 0.75rem 0.875rem;
    text-align: center;
  }
  .half + .half {
    border-inline-start: 1px dashed color-mix(in srgb, var(--_accent) 40%, transparent);
  }
  .half .face {
    margin-block-start: 0.25rem;
    color: var(--_accent);
    font-size: 1.375rem;
    font-weight: 750;
    line-height: 1.2;
    letter-spacing: -0.02em;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .half .when {
    margin-block-start: 0.5rem;
  }
  .friends {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0 0.75rem;
  }
  .friends b {
    color: var(--_accent);
    font-weight: 600;
  }
  .how ol {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 0.75rem;
    margin: 0.5rem 0 0;
    padding: 0;
    list-style: none;
    counter-reset: step;
    font-size: 0.8125rem;
    line-height: 1.4;
  }
  .how li {
    counter-increment: step;
  }
  .how li::before {
    content: counter(step);
    display: grid;
    place-content: center;
    inline-size: 1.5rem;
    block-size: 1.5rem;
    margin-block-end: 0.375rem;
    border-radius: 50%;
    background: var(--_tint);
    color: var(--_accent);
    font-weight: 650;
  }
  .link-box {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.25rem;
  }
  .address {
    display: flex;
    gap: 0.5rem;
  }
  .address input {
    flex: 1;
    inline-size: 100%;
    min-inline-size: 0;
    padding: 0.5em 0.75em;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) * 0.7);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: 0.9375rem;
    text-overflow: ellipsis;
  }
  .plain,
  .copy {
    border-color: var(--_border);
    background: none;
    color: var(--_text);
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0.5rem;
  }
  .ways .button {
    flex: 1 1 8rem;
  }
  .code {
    display: grid;
    justify-items: center;
    gap: 0.5rem;
    margin-inline: 0;
  }
  .qr {
    inline-size: min(100%, 13rem);
    forced-color-adjust: none;
  }
  .alone {
    display: flex;
    margin-inline: auto;
  }
  .invite > .how {
    margin-block-start: 1.5rem;
  }
  .private {
    text-align: center;
  }
  @container (max-width: 24rem) {
    .how ol {
      grid-template-columns: 1fr;
      gap: 0.5rem;
    }
    .how li {
      display: flex;
      gap: 0.625rem;
      align-items: baseline;
    }
    .how li::before {
      flex: none;
      margin: 0;
    }
  }
  @media (forced-colors: active) {
    .rewards {
      border: 1px solid;
      mask: none;
    }
  }
`;
