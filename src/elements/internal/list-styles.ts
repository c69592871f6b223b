import { css } from 'lit';

/** How long lists of cards look, with what stands above them. */
export const listStyles = css`
  .list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    container-type: inline-size;
  }
  .cards {
    margin: -0.25rem;
    padding-block: 0.75rem;
  }
  .cards > li {
    padding: 0.375rem 0.25rem;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 8rem;
  }
  .cards .ticket {
    min-block-size: 7.25rem;
  }
  /* A shadow follows the holes, and costs more to paint than all else on the card. */
  .cards .edge {
    position: relative;
    filter: none;
  }
  .cards .ticket::after {
    position: absolute;
    inset: 0;
    border: 1px solid var(--_border);
    border-radius: inherit;
    content: '';
    pointer-events: none;
  }
  .cards .text {
    flex-basis: 7.25rem;
  }
  .cards .button {
    padding-inline: 0.9em;
    font-size: 0.875rem;
  }
  @container (min-width: 58rem) {
    .cards {
      display: grid;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      align-content: start;
    }
    .cards .edge,
    .cards .ticket {
      block-size: 100%;
    }
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1rem;
    align-items: center;
    justify-content: end;
    min-block-size: 2.75rem;
    padding-block-start: 0.75rem;
  }
  .none {
    display: grid;
    justify-items: center;
    gap: 1rem;
    padding: 3rem 1rem;
    color: var(--_muted);
    text-align: center;
  }
  .quiet {
    border-color: var(--_border);
    background: none;
    color: var(--_accent);
  }
`;
