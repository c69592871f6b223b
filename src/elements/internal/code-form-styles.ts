import { css } from 'lit';

/** How the field for a code looks. */
export const codeFormStyles = css`
  .code-form {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 0.375rem 0.5rem;
    padding-block: 0.25rem;
  }
  .code-form label,
  .code-form p {
    grid-column: 1 / -1;
    font-size: 0.875em;
  }
  #code-field {
    min-block-size: 2.75rem;
    padding-inline: 0.875em;
    border: 1px solid var(--_muted);
    border-radius: 0.625rem;
    background: var(--_surface);
    color: inherit;
    font: inherit;
  }
  #code-field[aria-invalid='true'] {
    border-color: var(--_accent);
  }
  #code-error {
    min-block-size: 1lh;
  }
`;
