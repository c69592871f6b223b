import { css } from 'lit';

/** How the claim button of a product page looks, beside what all elements share. */
export const claimStyles = css`
  .space {
    container-type: inline-size;
    min-block-size: var(--coupon-claim-size, 10.75rem);
  }
  .price {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.5rem;
    margin-block-end: 0.4rem;
  }
  .payable {
    color: var(--_accent);
    font-size: 1.75rem;
    font-weight: 750;
    letter-spacing: -0.03em;
    line-height: 1.2;
  }
  .saving {
    padding: 0.1em 0.6em;
    border-radius: 99rem;
    background: var(--_tint);
    color: var(--_accent);
    font-size: 0.8125rem;
    font-weight: 600;
  }
  .more {
    display: flex;
    align-items: center;
    gap: 0.5em;
    max-inline-size: 100%;
    font-size: 0.8125rem;
    text-decoration: none;
  }
  .faces {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5em;
    block-size: 1.8em;
    overflow: hidden;
  }
  .faces span {
    padding-inline: 0.5em;
    border: 1px solid color-mix(in srgb, currentColor 35%, transparent);
    border-radius: 0.3em;
  }
  .more::after {
    content: '';
    flex: none;
    inline-size: 0.45em;
    block-size: 0.45em;
    border: solid;
    border-width: 0 1.5px 1.5px 0;
    translate: 0 -25%;
    rotate: 45deg;
  }
  @media (max-width: 30rem) {
    .space {
      min-block-size: var(--coupon-claim-size, 12.75rem);
    }
  }
  @container (max-width: 28rem) {
    .saving {
      display: none;
    }
  }
`;
