/** How a nudge looks: what is missing and what it brings, how far the cart is, and what fills the gap, each with the whole price before and after. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Filler } from '../../engine/fillers.js';
import type { Locale, Params } from '../../i18n/create-locale.js';
import type { MessageKey } from '../../locales/en.js';
import type { FoundNudge, NudgeProduct } from './find-nudge.js';
import type { ItemChange } from './item-change.js';

export interface NudgeView {
  readonly found: FoundNudge | undefined;
  /** What was saved when the last one was reached. */
  readonly reached: { readonly title: string; readonly saved: number } | undefined;
  /** What the coupon is called. */
  readonly title: string;
  readonly locale: Locale;
  readonly currency: string;
  readonly change: ItemChange;
  readonly add: (filler: Filler) => void;
  readonly undo: () => void;
}

export function nudgeView(view: NudgeView): TemplateResult {
  const { found } = view;
  return html`${reachedLine(view)}
  ${
    found
      ? html`${found.added ? html`<p class="small muted">${say(view, 'nudge.with')}</p>` : nothing}
        ${
          found.joins
            ? html`<p class="joins" part="joins">${say(view, 'nudge.joins', found.joins)}</p>
                <p class="small muted totals" part="totals">
                  ${totals(view, found.joins.before, found.now.payable)}
                </p>`
            : nothing
        }
        ${found.coupon ? gap(view, found) : nothing}`
      : nothing
  }`;
}

/** What is missing and what it saves, as one sentence; empty where nothing is missing. */
export function headlineOf({ found, ...view }: Pick<NudgeView, 'found' | 'locale' | 'currency'>): string {
  const { nudge, fillers } = found ?? {};
  if (nudge) return say(view, `nudge.${nudge.of}`, { missing: nudge.missing, saves: nudge.saves });
  return fillers?.[0] ? say(view, 'nudge.fill', { saves: fillers[0].saves }) : '';
}

/** What a filler adds, in words. */
export function titlesOf({ items }: Filler, view: Pick<NudgeView, 'locale' | 'currency'>): string {
  return items
    .map(({ title, product, quantity }) =>
      quantity === 1 ? (title ?? product) : say(view, 'nudge.times', { title: title ?? product, quantity }),
    )
    .join(' + ');
}

/** Names one addition. */
export function keyOf({ items }: Filler): string {
  return JSON.stringify(items.map(({ product, sku, quantity }) => [product, sku, quantity]));
}

function reachedLine(view: NudgeView): unknown {
  const { reached, change } = view;
  const { state } = change;
  const isUndoable = state === 'added' || state === 'undoing' || state === 'not-undone';
  return html`${
      reached || isUndoable
        ? html`<div class="reached" part="reached">
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <path d="m3 8.5 3.2 3.2L13 4.8" fill="none" stroke="currentColor" stroke-width="2" />
            </svg>
            <p>${reached ? say(view, 'nudge.reached', reached) : nothing}</p>
            ${
              isUndoable
                ? html`<button
                    class="button link"
                    part="undo"
                    aria-disabled=${state === 'undoing'}
                    @click=${view.undo}
                  >
                    ${say(view, state === 'undoing' ? 'nudge.undoing' : 'nudge.undo')}
                  </button>`
                : nothing
            }
          </div>`
        : nothing
    }
    <p
      class="error"
      role="alert"
      .textContent=${state === 'not-added' || state === 'not-undone' ? say(view, `nudge.${state}`) : ''}
    ></p>`;
}

function gap(view: NudgeView, found: FoundNudge): TemplateResult {
  const { nudge, fillers, now } = found;
  return html`<p class="headline" part="headline">${headlineOf(view)}</p>
    <p class="small muted" part="coupon">${view.title}</p>
    ${nudge ? progress(view, found) : nothing}
    ${
      nudge && !fillers.length
        ? html`<p class="small totals" part="totals">
            ${totals(view, now.payable, now.payable + nudge.spend - nudge.saves)}
          </p>`
        : nothing
    }
    ${
      fillers.length
        ? html`<ul class="products" part="products" aria-label=${say(view, 'nudge.products')}>
            ${fillers.map((filler) => product(view, found, filler))}
          </ul>`
        : nothing
    }`;
}

function progress(view: NudgeView, { nudge }: FoundNudge): TemplateResult {
  const { of, measured, missing } = nudge!;
  const key = of === 'spend' ? 'nudge.progress' : 'nudge.progress-units';
  const target = measured + missing;
  const text = say(view, key, { measured, target });
  return html`<div class="gap">
    <progress
      part="bar"
      max=${target}
      .value=${measured}
      aria-label=${view.title}
      aria-valuetext=${text}
    ></progress>
    <span class="small muted" aria-hidden="true">${text}</span>
  </div>`;
}

function product(view: NudgeView, { now, added }: FoundNudge, filler: Filler): TemplateResult {
  const { change, locale, currency } = view;
  const titles = titlesOf(filler, view);
  const products: readonly Partial<NudgeProduct>[] = filler.items;
  const url = products.length === 1 ? webAddress(products[0]!.url) : undefined;
  const isBusy = change.state === 'adding' || change.state === 'undoing';
  const isThis = change.state === 'adding' && change.key === keyOf(filler);
  const name = html`<span class="name">${titles}</span>`;
  return html`<li part="product">
    <span class="images" aria-hidden="true">
      ${products.map(({ image }) =>
        image ? html`<img part="image" src=${image} alt="" loading="lazy" />` : nothing,
      )}
    </span>
    <div class="text">
      <p>${url ? html`<a href=${url}>${name}</a>` : name}</p>
      <p class="small">
        ${locale.money(filler.spend, currency)}
        <b class="saves">${say(view, 'nudge.saves', { saves: filler.saves })}</b>
      </p>
    </div>
    <button class="button add" part="button" aria-disabled=${isBusy} @click=${() => view.add(filler)}>
      ${say(view, isThis ? 'nudge.adding' : added ? 'nudge.add-with' : 'nudge.add')}<span class="hidden">
        ${titles}</span
      >
    </button>
    <p class="small muted totals" part="totals">${totals(view, now.payable, filler.payable)}</p>
  </li>`;
}

/** An address that a product feed gives may lead to a web page, and run nothing. */
function webAddress(url: string | undefined): string | undefined {
  try {
    return url && /^https?:/.test(new URL(url, document.baseURI).href) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The whole truth: what is to pay in all now and then. */
function totals(view: NudgeView, before: number, after: number): TemplateResult {
  const extra = after - before;
  return html`${say(view, 'nudge.totals', { before, after })} ·
    <b>
      ${
        extra > 0
          ? say(view, 'nudge.extra', { extra })
          : extra < 0
            ? say(view, 'nudge.less', { less: -extra })
            : say(view, 'nudge.same')
      }</b
    >`;
}

function say(
  { locale, currency }: Pick<NudgeView, 'locale' | 'currency'>,
  key: MessageKey,
  params: Params = {},
): string {
  return locale.t(key, { currency, ...params });
}
