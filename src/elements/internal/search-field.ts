/** A field that searches as one types; not before a character that is being composed is there. */
import { css, html, type TemplateResult } from 'lit';

export interface SearchField {
  readonly label: string;
  /** What can be searched for. */
  readonly hint: string;
  readonly query: string;
  search(query: string): void;
}

export function searchField({ label, hint, query, search }: SearchField): TemplateResult {
  const take = (event: Event): void => {
    if (!(event as Partial<InputEvent>).isComposing) search((event.target as HTMLInputElement).value);
  };
  // Its first Escape empties the field, and closes nothing that it stands in.
  const clear = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || !query) return;
    event.preventDefault();
    (event.target as HTMLInputElement).value = '';
    search('');
  };
  return html`<search class="search">
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path
        d="m11 11 4 4M12.5 7a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
      />
    </svg>
    <input
      id="search"
      part="search"
      type="search"
      aria-label=${label}
      placeholder=${hint}
      autocomplete="off"
      maxlength="100"
      .value=${query}
      @input=${take}
      @compositionend=${take}
      @keydown=${clear}
    />
  </search>`;
}

export const searchStyles = css`
  .search {
    position: relative;
    display: block;
    margin-block: 0.25rem 0.5rem;
  }
  .search svg {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 1rem;
    inline-size: 1rem;
    block-size: 100%;
    color: var(--_muted);
    pointer-events: none;
  }
  #search {
    inline-size: 100%;
    min-block-size: 2.75rem;
    padding-inline: 2.75rem 1rem;
    border: 1px solid var(--_border);
    border-radius: 99rem;
    background: var(--_surface);
    color: inherit;
    font: inherit;
    appearance: none;
  }
  #search::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  #search:focus-visible {
    outline-offset: -1px;
  }
`;
