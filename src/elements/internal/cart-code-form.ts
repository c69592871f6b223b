/** A typed code → a coupon. What is wrong with it stands beside the field. */
import { html, nothing, type TemplateResult } from 'lit';
import { describeReason } from '../../i18n/describe-reason.js';
import { focusOn, type CartPanel } from './cart-panel.js';

/** What it needs of the element that it stands in; there, `#said` is a live region. */
export type CodePanel = Pick<
  CartPanel,
  't' | 'session' | 'locale' | 'currency' | 'titleOf' | 'root' | 'update'
>;

export class CartCodeForm {
  isOpen = false;
  #isPending = false;
  #error = '';

  async toggle(panel: CodePanel): Promise<void> {
    this.isOpen = !this.isOpen;
    await panel.update();
    focusOn(panel, this.isOpen ? '#code-field' : '#code');
  }

  render(panel: CodePanel): TemplateResult | typeof nothing {
    const { t } = panel;
    if (!this.isOpen) return nothing;
    return html`<form
      class="code-form"
      novalidate
      @submit=${(event: SubmitEvent) => this.#submitCode(event, panel)}
    >
      <label for="code-field">${t('code.label')}</label>
      <input
        id="code-field"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        maxlength="64"
        aria-describedby="code-error"
        aria-invalid=${this.#error !== ''}
      />
      <button class="button quiet" aria-disabled=${this.#isPending}>
        ${t(this.#isPending ? 'code.submitting' : 'code.submit')}
      </button>
      <p class="error" id="code-error" role="alert">${this.#error || nothing}</p>
    </form>`;
  }

  async #submitCode(event: SubmitEvent, panel: CodePanel): Promise<void> {
    event.preventDefault();
    const { session, locale, currency } = panel;
    const field = (event.target as HTMLFormElement).querySelector('input')!;
    const code = field.value.trim();
    if (this.#isPending) return;
    if (!code) return field.focus();
    this.#isPending = true;
    this.#error = '';
    void panel.update();
    const result = await session.exchange(code);
    this.#isPending = false;
    if (result.ok) {
      field.value = '';
      const title = panel.titleOf(result.held.coupon.id);
      panel.root.querySelector('#said')!.textContent = panel.t('code.accepted', { title });
    } else this.#error = describeReason(result.reason, locale, currency);
    field.focus();
    void panel.update();
  }
}
