/** The wheel as a picture: sectors with what can be won and its odds, and the hub that points at one. Screen readers have the table. */
import { svg, type SVGTemplateResult } from 'lit';
import { breakLines, fontSize, middleOf, radius, type Sector } from './wheel-sectors.js';

const rim = 12;
const lights = 24;
const hub = 38;
/** Where names have their middle. */
const nameRadius = 96;

/** @param won the id of the sector that is lit; `null`: none is */
export function wheelDisc(
  sectors: readonly Sector[],
  odds: (oddsBps: number) => string,
  won: string | undefined | null,
): SVGTemplateResult {
  const classOf = ({ id }: Sector, index: number) => {
    const shade = index % 2 === 0 ? 'even' : index === sectors.length - 1 ? 'last' : 'odd';
    return `sector ${shade} ${won === id ? 'won' : ''} ${id === undefined ? 'none' : ''}`;
  };
  return svg`
    ${sectors.map((sector, index) => svg`<g class=${classOf(sector, index)} part="sector">${outline(sector)}</g>`)}
    ${sectors.map(
      (sector, index) => svg`<g
        class=${classOf(sector, index)}
        transform="rotate(${middleOf(sector)}) translate(0 ${-nameRadius}) rotate(${sector.isRadial ? 90 : 0})"
      >${writeLines(sector, odds)}</g>`,
    )}
    <circle class="rim" r=${radius + rim / 2} stroke-width=${rim} />
    ${Array.from(
      { length: lights },
      (_, index) =>
        svg`<circle class="light" r="2.25" transform="rotate(${(360 / lights) * index}) translate(0 ${-radius - rim / 2})" />`,
    )}`;
}

/** Stands still over the wheel, and points up. Its text is that of the button, as far as it fits. */
export function wheelHub(label: string): SVGTemplateResult {
  const lines = breakLines(label, 1.7 * hub, 2, fontSize + 1) ?? [];
  return svg`
    <path class="hub-edge" d="M-15-34 0-62 15-34Z" />
    <circle class="hub-edge" r=${hub + 4} />
    <path class="hub" d="M-12-30 0-54 12-30Z" />
    <circle class="hub" r=${hub} />
    ${lines.map((line, index) => svg`<text class="hub-text" y=${(index - (lines.length - 1) / 2) * 18}>${line}</text>`)}`;
}

function outline({ from, to }: Sector): SVGTemplateResult {
  if (to - from >= 360) return svg`<circle r=${radius} />`;
  const point = (degrees: number) => {
    const angle = (degrees * Math.PI) / 180;
    return `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
  };
  const isLarge = to - from > 180 ? 1 : 0;
  return svg`<path d="M0 0 L${point(from)} A${radius} ${radius} 0 ${isLarge} 1 ${point(to)}Z" />`;
}

function writeLines(
  { lines, size, oddsBps }: Sector,
  odds: (oddsBps: number) => string,
): readonly SVGTemplateResult[] {
  const height = 1.2 * size;
  const top = (-lines.length * height) / 2;
  return [
    ...lines.map((line, index) => svg`<text font-size=${size} y=${top + index * height}>${line}</text>`),
    svg`<text class="chance" y=${top + (lines.length - 0.5) * height + fontSize / 2}>${odds(oddsBps)}</text>`,
  ];
}
