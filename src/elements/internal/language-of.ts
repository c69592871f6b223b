/** Returns the language of an element: its own `lang`, or that of the closest ancestor, also across shadow roots; empty where none says. */
export function languageOf(element: Element): string {
  for (let at: Element | undefined = element; at; at = (at.getRootNode() as Partial<ShadowRoot>).host) {
    const language = at.closest('[lang]')?.getAttribute('lang');
    if (language) return language;
  }
  return '';
}
