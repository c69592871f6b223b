import { css } from 'lit';

/** How the wallet looks, beside its cards and tabs. */
export const walletStyles = css`
  .space {
    min-block-size: var(--coupon-wallet-size, 24rem);
  }
  .code-form {
    padding-block-end: 0.25rem;
  }
`;
