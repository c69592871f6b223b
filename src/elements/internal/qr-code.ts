/** A text as a QR code, drawn as one path. Black on white in every theme, with the margin that scanners need. */
import { correction, generate } from 'lean-qr/nano';
import { html, type TemplateResult } from 'lit';

/** Modules, on each side; ISO/IEC 18004 asks for four. */
const margin = 4;

/** @param label what it is, for those who do not see it */
export function qrCode(text: string, label: string): TemplateResult {
  const { size, get } = generate(text, { minCorrectionLevel: correction.M });
  const side = size + 2 * margin;
  let path = '';
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = x;
      while (get(x, y)) x++;
      if (x > from) path += `M${from + margin} ${y + margin}h${x - from}v1H${from + margin}z`;
    }
  }
  return html`<svg
    class="qr"
    part="qr"
    role="img"
    aria-label=${label}
    viewBox="0 0 ${side} ${side}"
    shape-rendering="crispEdges"
  >
    <rect width=${side} height=${side} rx="2" fill="#fff" />
    <path d=${path} fill="#000" />
  </svg>`;
}
