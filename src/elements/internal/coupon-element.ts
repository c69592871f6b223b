/** What every element shares: its session, its language, and how state comes down and requests go up. */
import { html, LitElement, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { ReadableAtom } from 'nanostores';
import type { Locale, Params } from '../../i18n/create-locale.js';
import { loadLocale } from '../../i18n/languages.js';
import type { LaterKey, LaterPart } from '../../i18n/later-sections.js';
import type { MessageKey } from '../../locales/en.js';
import type { Session } from '../../stores/session.js';
import { languageOf } from './language-of.js';
import { findSession } from './session-context.js';
import { StoreController } from './store-controller.js';

/**
 * Until the session and the language are there, the light DOM shows through. Subclasses say what they
 * watch (`storesOf`) and what they show (`view`); in `view`, session and locale exist.
 */
export abstract class CouponElement extends LitElement {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  // Without decorators: they cost more than they say.
  static override properties: PropertyDeclarations = {
    session: { attribute: false },
    locale: { state: true },
  };

  /** The messages without which there is nothing to show, beside those that are there from the start. */
  protected static readonly messageParts: readonly LaterPart[] = [];

  /** Set it, or leave it to the surroundings (`provideSession`, or the script tag). */
  session: Session | undefined;

  protected locale: Locale | undefined;

  readonly #stores = new StoreController(this);
  readonly #observer = new MutationObserver(() => this.#readLanguage());
  #found: Session | undefined;
  #stopLooking: (() => void) | undefined;
  #language: string | undefined;
  readonly #parts = new Set((this.constructor as typeof CouponElement).messageParts);

  /** The currency of what is shown; amounts without one are bare numbers. */
  protected get currency(): string | undefined {
    return this.session?.$cart.get()?.currency;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopLooking = findSession(this, (session) => {
      // One that was set by hand stays.
      if (this.session === this.#found) this.session = this.#found = session;
    });
    for (const root of [document, this.getRootNode()]) {
      this.#observer.observe(root, { subtree: true, attributeFilter: ['lang'] });
    }
    this.#readLanguage();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopLooking?.();
    this.#observer.disconnect();
  }

  override attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    super.attributeChangedCallback(name, before, after);
    if (name === 'lang') this.#readLanguage();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('session')) return;
    this.#stores.watch(this.session ? this.storesOf(this.session) : []);
    this.#readLanguage();
  }

  protected override render(): TemplateResult {
    return this.session && this.locale ? this.view(this.session) : this.waiting();
  }

  /** What is shown until then, with the space that will be needed. */
  protected waiting(): TemplateResult {
    return html`<slot></slot>`;
  }

  /** The stores whose change shows. */
  protected abstract storesOf(session: Session): readonly ReadableAtom<unknown>[];

  protected abstract view(session: Session): TemplateResult;

  /** A message in the element's language that is there from the start. `currency` is the element's unless given. */
  protected t(key: Exclude<MessageKey, LaterKey>, params?: Params): string {
    return this.locale?.t(key, { currency: this.currency, ...params }) ?? '';
  }

  /** Makes more messages known, in every language that the element will speak. */
  protected async loadMessages(part: LaterPart = 'later'): Promise<void> {
    this.#parts.add(part);
    await this.locale?.loadLater(part);
  }

  /** Minor units → an amount with all its decimals. */
  protected money(amount: number): string {
    return this.locale?.money(amount, this.currency) ?? '';
  }

  /** Dispatches a request or a fact. Returns false where somebody prevented it. */
  protected emit(event: Event): boolean {
    return this.dispatchEvent(event);
  }

  #readLanguage(): void {
    const language = languageOf(this) || this.session?.locale || navigator.language;
    if (language === this.#language) return;
    this.#language = language;
    void loadLocale(language).then(async (locale) => {
      // Where they do not come, prices and buttons are still there to be read.
      await Promise.all([...this.#parts].map(locale.loadLater)).catch(() => {});
      if (language === this.#language) this.locale = locale;
    });
  }
}
