/** Every coupon of a product, in a popover beside its button. Loaded when the first one opens. */
import { autoUpdate, computePosition, flip, offset, shift, size } from '@floating-ui/dom';
import { css, html, type TemplateResult } from 'lit';
import type { Locale } from '../../i18n/create-locale.js';

/** At least this much of the list is seen, wherever its button stands. */
const leastHeight = 240;

/** Where the list rises from the lower edge of the window. */
const phone = '(max-width: 30rem)';

export function couponList({ t }: Locale, items: readonly unknown[], close: () => void): TemplateResult {
  const label = t('list.title');
  return html`<div
    class="popover"
    part="popover"
    popover="manual"
    role="dialog"
    aria-label=${label}
    tabindex="-1"
  >
    <h2>${label} <button class="button link" @click=${close}>${t('list.close')}</button></h2>
    <ul>
      ${items.map((item) => html`<li class="edge">${item}</li>`)}
    </ul>
  </div>`;
}

/**
 * Shows a list in the top layer, beside its button while both move, with the focus in it.
 * @param close called with `true` where the shopper closed it, and the focus has to go back
 * @returns a function that stops
 */
export function openList(
  button: HTMLElement,
  list: HTMLElement,
  close: (isAct: boolean) => void,
): () => void {
  // The browsers that lack it show the list in its place.
  list.showPopover?.();
  list.focus();
  const listening = new AbortController();
  const { signal } = listening;
  list.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      // It was for the list, for nothing else on the page.
      event.preventDefault();
      event.stopPropagation();
      close(true);
    },
    { signal },
  );
  list.addEventListener(
    'focusout',
    ({ relatedTarget }) => {
      if (relatedTarget && relatedTarget !== button && !list.contains(relatedTarget as Node)) close(false);
    },
    { signal },
  );
  document.addEventListener(
    'pointerdown',
    (event) => {
      const path = event.composedPath();
      if (!path.includes(list) && !path.includes(button)) close(false);
    },
    { signal },
  );
  const stopPlacing = autoUpdate(button, list, () => void place(button, list));
  return () => {
    listening.abort();
    stopPlacing();
  };
}

async function place(button: HTMLElement, list: HTMLElement): Promise<void> {
  // No `@media`: WebKit forgets to ask it again where the window changed while no such list was in the page.
  list.classList.toggle('sheet', matchMedia(phone).matches);
  const padding = 16;
  const { x, y } = await computePosition(button, list, {
    strategy: 'fixed',
    placement: 'bottom-start',
    middleware: [
      offset(8),
      flip({ padding }),
      shift({ padding }),
      size({
        padding,
        apply({ availableHeight }) {
          list.style.maxHeight = `${Math.max(leastHeight, availableHeight)}px`;
        },
      }),
    ],
  });
  // Set through the object model: a strict policy forbids style attributes only.
  list.style.left = `${x}px`;
  list.style.top = `${y}px`;
}

export const listStyles = css`
  .popover {
    position: fixed;
    inset: auto;
    inline-size: min(26rem, 100vw - 2rem);
    max-block-size: 80vh;
    margin: 0;
    padding: 1rem;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 0.5rem);
    background: var(--_surface);
    color: inherit;
    box-shadow: 0 12px 40px rgb(40 15 5 / 0.2);
    container-type: inline-size;
  }
  .popover:focus {
    outline: none;
  }
  h2 {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-block: -0.5rem 0.25rem;
    font-weight: 650;
  }
  li + li {
    margin-block-start: 0.75rem;
  }
  .sheet {
    inset: auto 0 0 !important;
    inline-size: auto;
    max-inline-size: none;
    max-block-size: 80vh !important;
    border-end-start-radius: 0;
    border-end-end-radius: 0;
  }
  .sheet::backdrop {
    background: rgb(20 10 5 / 0.4);
  }
`;
