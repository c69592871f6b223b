/**
 * HTML as a template literal: what is put in is escaped, lists are joined, and the lines stay as clean as they are written.
 * (The tag is not called `html`, since formatters would break the lines that merchants read.)
 */

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Stands where nothing is put, until the line is done. */
const nothing = '\0';

class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** `undefined`, `null` and `false` put nothing. A part of several lines is indented like the line that it is put into. */
export function markup(strings, ...values) {
  let text = '';
  strings.forEach((string, index) => {
    text += string;
    if (index < values.length) text += indent(render(values[index]), /(?:^|\n)( *)[^\n]*$/.exec(text)[1]);
  });
  return new Markup(dedent(text));
}

/** A JSON script element's content. No text in it can end the element. */
export function json(value) {
  const text = JSON.stringify(value, null, 2)
    // A list of words is one line.
    .replace(/\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/g, (_, items) => `[${items.replace(/,\s+/g, ', ')}]`)
    .replaceAll('<', '\\u003c');
  return new Markup(text);
}

/** Text whose line breaks stay where they are, for a `<pre>`. */
export function verbatim(text) {
  return new Markup(render(text).replaceAll('\n', '&#10;'));
}

/** An attribute with the space before it; nothing where the value is empty, `undefined` or false, and no value where it is true. */
export function attribute(name, value) {
  if (!value) return undefined;
  return new Markup(value === true ? ` ${name}` : ` ${name}="${render(value)}"`);
}

function render(value) {
  if (value === undefined || value === null || value === false) return nothing;
  if (Array.isArray(value))
    return (
      value
        .map(render)
        .filter((text) => text !== nothing)
        .join('\n') || nothing
    );
  return value instanceof Markup ? value.text : String(value).replace(/[&<>"']/g, (each) => escapes[each]);
}

function indent(text, space) {
  return text.replaceAll('\n', `\n${space}`);
}

/** Takes away what all lines are indented by, and the lines where nothing was put. */
function dedent(text) {
  const lines = text
    .split('\n')
    .filter((line) => !line.includes(nothing) || line.replaceAll(nothing, '').trim())
    .map((line) => line.replaceAll(nothing, ''));
  const width = Math.min(...lines.filter((line) => line.trim()).map((line) => /^ */.exec(line)[0].length));
  return lines
    .map((line) => line.slice(width).trimEnd())
    .join('\n')
    .trim();
}
