/** Tabs as the ARIA practices have them: arrows go round, Home and End go to the ends, the one with the focus is the one that is shown. */
import { css, html, type TemplateResult } from 'lit';

export interface Tab {
  readonly id: string;
  readonly label: string;
}

export interface TabList {
  readonly tabs: readonly Tab[];
  readonly selected: string;
  /** What the tabs are of. */
  readonly label: string;
  select(id: string): void;
}

/** Beside an element with `id="panel"` and `role="tabpanel"`, which is called as the selected tab is. */
export function tabList({ tabs, selected, label, select }: TabList): TemplateResult {
  const press = ({ target, currentTarget }: Event): void => {
    const tab = (target as Element).closest('[role=tab]');
    if (!tab) return;
    tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    select(tabs[[...(currentTarget as Element).children].indexOf(tab)]!.id);
  };
  const move = (event: KeyboardEvent): void => {
    const to = target(
      event,
      tabs.findIndex(({ id }) => id === selected),
      tabs.length,
    );
    if (to === undefined) return;
    event.preventDefault();
    select(tabs[to]!.id);
    ((event.currentTarget as Element).children[to] as HTMLElement).focus();
  };
  // One listener, not one a tab: there may be a hundred.
  return html`<div
    class="tabs"
    part="tabs"
    role="tablist"
    aria-label=${label}
    @click=${press}
    @keydown=${move}
  >
    ${tabs.map(
      ({ id, label: text }) =>
        html`<button
          class="tab"
          part="tab"
          role="tab"
          aria-controls="panel"
          aria-selected=${id === selected}
          tabindex=${id === selected ? 0 : -1}
        >
          ${text}
        </button>`,
    )}
  </div>`;
}

/** Where a key leads; nowhere where it is another key. */
function target({ key, currentTarget }: KeyboardEvent, at: number, count: number): number | undefined {
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = ['ArrowLeft', '', 'ArrowRight'].indexOf(key) - 1;
  if (Math.abs(step) !== 1) return undefined;
  const isRightToLeft = getComputedStyle(currentTarget as Element).direction === 'rtl';
  return (at + (isRightToLeft ? -step : step) + count) % count;
}

export const tabStyles = css`
  .tabs {
    display: flex;
    gap: 0.25rem;
    overflow-x: auto;
    overscroll-behavior-x: contain;
    scrollbar-width: none;
    border-block-end: 1px solid var(--_border);
  }
  .tab {
    flex: none;
    min-block-size: 2.75rem;
    min-inline-size: 2.75rem;
    max-inline-size: 14rem;
    padding: 2px 0.75rem 0;
    overflow: hidden;
    border: 0;
    border-block-end: 2px solid transparent;
    background: none;
    color: var(--_muted);
    font: inherit;
    text-overflow: ellipsis;
    white-space: nowrap;
    cursor: pointer;
  }
  .tab[aria-selected='true'] {
    border-color: currentColor;
    color: var(--_accent);
    font-weight: 600;
  }
  .tab:focus-visible {
    outline-offset: -3px;
  }
`;
