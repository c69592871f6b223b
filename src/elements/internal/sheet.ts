/** A dialog that comes from the bottom of a phone, and floats on a desktop. It closes by its button, by Escape and beside it, and gives the focus back. */
import { css, html, nothing, type TemplateResult } from 'lit';

export interface Sheet {
  readonly isOpen: boolean;
  readonly title: string;
  /** What its closing button is called. */
  readonly close: string;
  readonly content: unknown;
  /** The shopper wants it closed, or a browser has closed it. */
  hide(): void;
}

/** It is for its element to open and close the dialog as `isOpen` says. */
export function sheet({ isOpen, title, close, content, hide }: Sheet): TemplateResult {
  return html`<dialog
    part="sheet"
    aria-labelledby="title"
    @close=${({ target }: Event) => {
      // It may be open again when one hears that it was closed.
      if (!(target as HTMLDialogElement).open) hide();
    }}
    @click=${({ target, currentTarget }: Event) => {
      // The dialog itself is hit only beside what fills it.
      if (target === currentTarget) hide();
    }}
    @keydown=${(event: KeyboardEvent) => {
      // In a search field not every browser closes by itself.
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      hide();
    }}
  >
    ${
      isOpen
        ? html`<div class="sheet">
            <header>
              <h2 id="title" part="title">${title}</h2>
              <button class="close" part="close" aria-label=${close} @click=${hide}>
                <svg viewBox="0 0 12 12" aria-hidden="true">
                  <path
                    d="m1 1 10 10M11 1 1 11"
                    stroke="currentColor"
                    stroke-width="1.5"
                    stroke-linecap="round"
                  />
                </svg>
              </button>
            </header>
            ${content}
          </div>`
        : nothing
    }
  </dialog>`;
}

export const sheetStyles = css`
  dialog {
    inline-size: 100%;
    max-inline-size: 34rem;
    max-block-size: 92vh;
    max-block-size: min(48rem, 92dvh);
    margin: auto auto 0;
    padding: 0;
    overflow: hidden;
    border: 0;
    border-radius: 1.25rem 1.25rem 0 0;
    background: var(--_surface);
    color: inherit;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.45);
  }
  .sheet {
    display: flex;
    flex-direction: column;
    block-size: 92vh;
    block-size: min(48rem, 92dvh);
    padding-inline: 1.25rem;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-inline-end: -0.75rem;
    padding-block-start: 0.5rem;
  }
  #title {
    font-size: 1.125em;
    font-weight: 650;
  }
  .close {
    inline-size: 2.75rem;
    block-size: 2.75rem;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }
  .close svg {
    inline-size: 0.875rem;
    vertical-align: middle;
  }
  .sheet .scroll {
    flex: 1;
    margin-inline: -1.25rem;
    padding-inline: 1.25rem;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  @media (min-width: 40rem) {
    dialog {
      margin: auto;
      border-radius: 1.25rem;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: rise 0.2s ease-out;
    }
  }
  @keyframes rise {
    from {
      translate: 0 1.5rem;
      opacity: 0;
    }
  }
  @media (forced-colors: active) {
    dialog {
      border: 1px solid;
    }
  }
`;
