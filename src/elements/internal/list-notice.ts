/** What stands where a list would be: that it is under way, did not come, or that nothing is on it. */
import { html, nothing, type TemplateResult } from 'lit';

export interface ListNotice {
  readonly text: string;
  /** BCP 47. */
  readonly language: string;
  /** The page has said it in its own words. */
  readonly isSilent?: boolean;
  /** Whether something went wrong. */
  readonly isFault?: boolean;
  /** The way on; absent: there is none. */
  readonly action?: { readonly label: string; readonly act: () => unknown } | undefined;
}

export function listNotice({ text, language, isSilent, isFault, action }: ListNotice): TemplateResult {
  return html`<div class="none" lang=${language} role=${isFault ? 'alert' : 'status'} ?hidden=${isSilent}>
    <p>${text}</p>
    ${
      action
        ? html`<button class="button quiet" @click=${() => void action.act()}>${action.label}</button>`
        : nothing
    }
  </div>`;
}
