import { css } from 'lit';

/** How the coupon center looks, beside its cards, tabs and sheet. */
export const centerStyles = css`
  .space {
    min-block-size: var(--coupon-center-size, 24rem);
  }
  .saves {
    color: var(--_accent);
    font-weight: 600;
  }
`;
