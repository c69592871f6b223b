/** What does the live region say? What is new, in one sentence after another, once the panel has come to rest. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Longer than a quick answer of the server takes, so that the price and its confirmation are said together. */
const restMs = 400;

export class CartAnnouncer implements ReactiveController {
  readonly #region: () => Element | null | undefined;
  #said: Readonly<Record<string, string | undefined>> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param region the live region; it is there before it speaks */
  constructor(host: ReactiveControllerHost, region: () => Element | null | undefined) {
    this.#region = region;
    host.addController(this);
  }

  /**
   * Says each fact whose text is another than when it was last said. `undefined` leaves a fact as it was.
   * @param facts by name, in the order of saying
   * @param known those that nobody needs to hear when the page loads
   */
  note(facts: Readonly<Record<string, string | undefined>>, known: readonly string[]): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const said = this.#said ?? Object.fromEntries(known.map((name) => [name, facts[name]]));
      this.#said = {
        ...said,
        ...Object.fromEntries(Object.entries(facts).filter(([, text]) => text != null)),
      };
      this.say(
        Object.entries(facts)
          .map(([name, text]) => text !== said[name] && text)
          .filter(Boolean)
          .join(' '),
      );
    }, restMs);
  }

  /** Says a text at once. */
  say(text: string): void {
    const region = this.#region();
    if (region && text) region.textContent = text;
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }
}
