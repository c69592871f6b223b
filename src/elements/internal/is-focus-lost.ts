/** Whether nothing on the page has the focus: what had it is gone. Who has gone on to something else is left there. */
export function isFocusLost(): boolean {
  const { activeElement, body } = document;
  return !activeElement || activeElement === body;
}
