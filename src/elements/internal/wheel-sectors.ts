/**
 * How wide is each prize on the wheel, and what can be written on it? A sector is as wide as its odds, so that the wheel shows no other chance than the table; only
 * where that were too narrow to be seen, it is a little wider. What cannot be won any more is not on the wheel.
 */

/** What the wheel may stop at. */
export interface Slice {
  /** The prize's; absent: no prize. */
  readonly id: string | undefined;
  /** Its place in the table, from 1 on. */
  readonly number: number;
  /** What may be written on it, the best first. */
  readonly names: readonly string[];
  /** Basis points. */
  readonly oddsBps: number;
}

export interface Sector extends Slice {
  /** Degrees, clockwise from the top. */
  readonly from: number;
  readonly to: number;
  /** Its name in lines that fit; its number, where none does. */
  readonly lines: readonly string[];
  /** Pixels: names that are short are large. */
  readonly size: number;
  /** Along the radius, where the sector is too narrow to be written across. */
  readonly isRadial: boolean;
}

/** The wheel's radius up to its rim. */
export const radius = 140;
export const fontSize = 14;
const largeSize = 20;
/** Along the radius there is less room beside the line. */
const alongSize = 16;

/** What is narrower cannot be seen. */
const leastDegrees = 24;
/** What is narrower is written along its radius. */
const acrossDegrees = 40;
/** Where lines across have their middle, and how long a line along the radius may be. */
const acrossRadius = 98;
const alongLength = 76;
const margin = 8;

export function layOutSectors(slices: readonly Slice[]): readonly Sector[] {
  const shown = slices.filter(({ oddsBps }) => oddsBps > 0);
  const widths = shareDegrees(shown.map(({ oddsBps }) => oddsBps));
  let from = 0;
  return shown.map((slice, index) => {
    const to = from + widths[index]!;
    const sector = { ...slice, from, to, ...writeName(slice, to - from) };
    from = to;
    return sector;
  });
}

/** Returns the middle of a sector, degrees. The wheel always stops there: never just beside something better. */
export function middleOf({ from, to }: Pick<Sector, 'from' | 'to'>): number {
  return (from + to) / 2;
}

/** Returns the lines of a text, broken between words and between Han characters, or nothing where it needs more than `most`. Lengths as of `fontSize`. */
export function breakLines(
  text: string,
  length: number,
  most: number,
  size = fontSize,
): readonly string[] | undefined {
  const lines: string[] = [];
  for (const part of text.match(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]|\s*[^\s\p{sc=Han}]+/gu) ?? []) {
    const longer = (lines.at(-1) ?? '') + part;
    if (lines.length > 0 && lengthOf(longer, size) <= length) lines[lines.length - 1] = longer;
    else lines.push(part.trim());
  }
  return lines.length <= most && lines.every((line) => lengthOf(line, size) <= length) ? lines : undefined;
}

/** Shares the circle by odds; who would get less than can be seen gets that, and the others share the rest. */
function shareDegrees(odds: readonly number[]): readonly number[] {
  const least = Math.min(leastDegrees, 360 / odds.length);
  const narrow = new Set<number>();
  for (;;) {
    const wide = odds.filter((_, index) => !narrow.has(index)).reduce((sum, each) => sum + each, 0);
    const rest = 360 - least * narrow.size;
    const widths = odds.map((each, index) => (narrow.has(index) ? least : (each / wide) * rest));
    const found = widths.findIndex((width, index) => !narrow.has(index) && width < least);
    if (found < 0) return widths;
    narrow.add(found);
  }
}

function writeName({ names, number }: Slice, degrees: number): Pick<Sector, 'lines' | 'size' | 'isRadial'> {
  const isRadial = degrees < acrossDegrees;
  const size = isRadial ? alongSize : largeSize;
  const half = (Math.min(degrees, 150) / 2) * (Math.PI / 180);
  const length = isRadial ? alongLength : 2 * acrossRadius * Math.sin(half) - margin;
  for (const name of names) {
    const large = breakLines(name, length, 1, size);
    if (large) return { lines: large, size, isRadial };
    const lines = breakLines(name, length, isRadial ? 1 : 2);
    if (lines) return { lines, size: fontSize, isRadial };
  }
  return { lines: [`${number}`], size, isRadial };
}

/** About how long a text will be: Han characters are square, others a good half of that. */
function lengthOf(text: string, size: number): number {
  return [...text].reduce((sum, each) => sum + (/[\u2e80-\uffef]/.test(each) ? 1 : 0.6) * size, 0);
}
