/** A link for friends, and every way to hand it on: the device's own sheet, a copy, a code to scan. */
import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import type { Locale } from '../../i18n/create-locale.js';
import type * as Qr from './qr-code.js';

export interface SharedLink {
  readonly url: string;
  readonly title: string;
  /** What a friend reads above the link. */
  readonly text: string;
  /** How many items of the cart come with it. */
  readonly items: number;
}

type Host = ReactiveControllerHost & { readonly renderRoot: DocumentFragment | HTMLElement };

/** How long a button says that it has done it. */
const doneMs = 3000;

export class InviteLink implements ReactiveController {
  readonly #host: Host;
  readonly #whenCopied: () => void;
  /** Loaded when the code is wanted. */
  #qr: typeof Qr | undefined;
  #isQrOpen = false;
  #copied: 'yes' | 'no' | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param whenCopied called when the link is in the clipboard */
  constructor(host: Host, whenCopied: () => void) {
    this.#host = host;
    this.#whenCopied = whenCopied;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#copied = undefined;
  }

  render(link: SharedLink, { t }: Locale): TemplateResult {
    const { url, items } = link;
    const data = { url, title: link.title, text: link.text };
    return html`<div class="link-box" part="link">
        <label class="small muted" for="url">${t('invite.link')}</label>
        <div class="address">
          <input id="url" part="url" readonly dir="ltr" .value=${url} @focus=${this.#select} />
          <button class="button copy" part="copy" @click=${() => this.#copy(url)}>
            ${t(this.#copied === 'yes' ? 'invite.copied' : 'invite.copy')}
          </button>
        </div>
        <p class="error" role="alert">${this.#copied === 'no' ? t('invite.copy-failed') : nothing}</p>
        ${items ? html`<p class="small muted">${t('invite.carries', { count: items })}</p>` : nothing}
      </div>
      <div class="ways">
        ${
          canShare(data)
            ? html`<button class="button main" part="share" @click=${() => this.#share(data)}>
                ${t('invite.share')}
              </button>`
            : nothing
        }
        <button
          class="button plain"
          part="qr-button"
          aria-expanded=${this.#isQrOpen}
          @click=${() => void this.#toggleQr()}
        >
          ${t(this.#isQrOpen ? 'invite.hide-qr' : 'invite.show-qr')}
        </button>
      </div>
      ${
        this.#isQrOpen && this.#qr
          ? html`<figure class="code">
              ${this.#qr.qrCode(url, t('invite.qr'))}
              <figcaption class="small muted">${t('invite.qr-hint')}</figcaption>
            </figure>`
          : nothing
      }`;
  }

  /** Brings the focus to the first way. */
  focus(): void {
    const { renderRoot } = this.#host;
    (
      renderRoot.querySelector<HTMLElement>('.ways .main') ?? renderRoot.querySelector<HTMLElement>('.copy')
    )?.focus();
  }

  async #share(data: ShareData): Promise<void> {
    try {
      await navigator.share(data);
    } catch (error) {
      // Who closes the sheet wants nothing; a sheet that does not open leaves the copy.
      if ((error as Error).name !== 'AbortError') await this.#copy(data.url!);
    }
  }

  async #copy(url: string): Promise<void> {
    // A page that is not secure has no clipboard.
    const isCopied = await (navigator.clipboard as Clipboard | undefined)?.writeText(url).then(
      () => true,
      () => false,
    );
    this.#copied = isCopied || this.#copyByHand() ? 'yes' : 'no';
    this.#host.requestUpdate();
    clearTimeout(this.#timer);
    if (this.#copied === 'no') return;
    this.#whenCopied();
    this.#timer = setTimeout(this.#forgetCopy, doneMs);
  }

  /** Where the clipboard is not to be had: an old way, and else the shopper's own hand. */
  #copyByHand(): boolean {
    const input = this.#input;
    input?.focus();
    input?.select();
    return document.execCommand('copy');
  }

  async #toggleQr(): Promise<void> {
    this.#isQrOpen = !this.#isQrOpen;
    this.#host.requestUpdate();
    if (!this.#isQrOpen) return;
    this.#qr ??= await import('./qr-code.js').catch(() => undefined);
    this.#isQrOpen &&= !!this.#qr;
    this.#host.requestUpdate();
  }

  get #input(): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector('#url');
  }

  readonly #select = (): void => this.#input?.select();

  readonly #forgetCopy = (): void => {
    this.#copied = undefined;
    this.#host.requestUpdate();
  };
}

function canShare(data: ShareData): boolean {
  return typeof navigator.share === 'function' && (navigator.canShare?.(data) ?? true);
}
