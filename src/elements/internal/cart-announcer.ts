/** What does the live region say? What is new, one sentence after another, once the panel has come to rest. */

/** Longer than a quick answer of the server takes, so that the price and its confirmation are said together. */
const restMs = 400;

type Facts = Readonly<Record<string, string | undefined>>;

export class CartAnnouncer {
  #said: Facts | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * Says each fact whose text is another than when it was last said.
   * @param facts by name, in the order of saying; `undefined` leaves one as it was
   * @param known those that nobody needs to hear when the page loads
   * @param say speaks
   */
  note(facts: Facts, known: readonly string[], say: (text: string) => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const said = this.#said ?? Object.fromEntries(known.map((name) => [name, facts[name]]));
      const news = Object.entries(facts).filter(([name, text]) => text !== undefined && text !== said[name]);
      this.#said = { ...said, ...Object.fromEntries(news) };
      const text = news.map(([, words]) => words).join(' ');
      if (text.trim()) say(text.trim());
    }, restMs);
  }
}
