/** The names that WordPress writes into titles; whatever else it writes is a number (`wptexturize`, `esc_html`). */
const named = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    times: '×',
    trade: '™',
    copy: '©',
    reg: '®',
  }),
);

/** Returns the text that a piece of HTML shows: without its tags, and its character references decoded once. Nothing of it is ever run. */
export function decodeEntities(html: string): string {
  return html
    .replace(/<\/?[a-z][^<>]*>/gi, '')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal, hex, name) => {
      const point = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : 0;
      return point ? fromPoint(point, whole) : (named.get(name) ?? whole);
    })
    .trim();
}

function fromPoint(point: number, whole: string): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
}
