import { css } from 'lit';

/** How the button of a campaign and what belongs to it look, beside what all elements share. */
export const campaignStyles = css`
  .act {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0.25rem 0.75rem;
  }
  .main {
    min-inline-size: 10rem;
  }
  .small {
    font-size: 0.8125rem;
  }
  .act ~ .notes {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 0 0.75rem;
    color: var(--_muted);
  }
  .error {
    text-align: center;
    text-wrap: balance;
  }
  /* It is there before it speaks, and takes no place until then. */
  .error:empty {
    margin-block-start: -0.75rem;
  }
`;
