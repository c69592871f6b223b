/** What lies over a scratch card until it is scratched off. A vector: sharp on every screen, in the colours of the page. */
import { css, html, nothing, svg, type TemplateResult } from 'lit';

/** Pixels: how far a pointer has to move before it scratches. A tap, or the start of scrolling, does not. */
const deliberate = 10;
/** Pixels: the width of a scratch. */
const width = 40;
/** Of so much of it scratched off, the rest falls off. */
const enough = 0.5;

export class ScratchCover {
  readonly #onStart: () => void;
  readonly #onChange: () => void;
  #path = '';
  #last: readonly [number, number] | undefined;
  #isScratching = false;
  readonly #cells = new Set<string>();
  #isOpen = false;
  #open!: () => void;
  #opened!: Promise<void>;

  /**
   * @param onStart the first scratch was made
   * @param onChange it has to be rendered anew
   */
  constructor(onStart: () => void, onChange: () => void) {
    this.#onStart = onStart;
    this.#onChange = onChange;
    this.reset();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Resolves when what is under it can be seen. */
  get opened(): Promise<void> {
    return this.#opened;
  }

  /** Takes it off. */
  open(): void {
    this.#isOpen = true;
    this.#isScratching = false;
    this.#open();
    this.#onChange();
  }

  /** Puts a new one on. */
  reset(): void {
    this.#path = '';
    this.#cells.clear();
    this.#isOpen = false;
    this.#opened = new Promise((resolve) => (this.#open = resolve));
    this.#onChange();
  }

  /** @param canScratch false: nothing happens, as there is nothing to be won */
  render(label: string, canScratch: boolean): TemplateResult {
    return html`<svg
      class="cover ${this.#isOpen ? 'open' : ''}"
      part="cover"
      aria-hidden="true"
      @pointerdown=${canScratch ? this.#press : nothing}
      @pointermove=${this.#move}
      @pointerup=${this.#lift}
      @pointercancel=${this.#lift}
    >
      <defs>
        <mask id="scratched">
          <rect width="100%" height="100%" fill="#fff" />
          <path
            d=${this.#path || 'M0 0'}
            fill="none"
            stroke="#000"
            stroke-width=${width}
            stroke-linecap="round"
            stroke-linejoin="round"
          />
        </mask>
        <pattern
          id="weave"
          width="28"
          height="28"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(30)"
        >
          ${svg`<path class="weave" d="M0 7h14v14H0zM14 21h14" />`}
        </pattern>
      </defs>
      <g mask="url(#scratched)">
        <rect class="foil" width="100%" height="100%" />
        <rect fill="url(#weave)" width="100%" height="100%" />
        <text class="foil-text" x="50%" y="50%">${label}</text>
      </g>
    </svg>`;
  }

  readonly #press = (event: PointerEvent): void => {
    if (this.#isOpen || event.button !== 0) return;
    const cover = event.currentTarget as Element;
    this.#last = pointIn(cover.getBoundingClientRect(), event);
    cover.setPointerCapture(event.pointerId);
  };

  readonly #move = (event: PointerEvent): void => {
    const last = this.#last;
    if (!last || this.#isOpen) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const at = pointIn(box, event);
    const way = Math.hypot(at[0] - last[0], at[1] - last[1]);
    if (!this.#isScratching && way < deliberate) return;
    const isFirst = !this.#path;
    if (!this.#isScratching) this.#path += `M${last.join(' ')}`;
    this.#isScratching = true;
    this.#path += `L${at.map((each) => each.toFixed(1)).join(' ')}`;
    for (let step = 0; step <= way; step += width / 4) {
      const [x, y] = [0, 1].map((axis) => last[axis]! + ((at[axis]! - last[axis]!) * step) / (way || 1));
      this.#cells.add(`${Math.floor(x! / width)} ${Math.floor(y! / width)}`);
    }
    this.#last = at;
    if (isFirst) this.#onStart();
    const all = Math.ceil(box.width / width) * Math.ceil(box.height / width);
    if (this.#cells.size > all * enough) this.open();
    else this.#onChange();
  };

  readonly #lift = (): void => {
    this.#last = undefined;
    this.#isScratching = false;
  };
}

function pointIn(box: DOMRect, { clientX, clientY }: PointerEvent): readonly [number, number] {
  return [clientX - box.left, clientY - box.top];
}

export const scratchStyles = css`
  .cover {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    border-radius: inherit;
    cursor: grab;
    touch-action: pan-y;
    user-select: none;
    -webkit-user-select: none;
    transition: opacity 0.3s;
  }
  .cover.open {
    opacity: 0;
    pointer-events: none;
  }
  .foil {
    fill: var(--_accent);
  }
  .weave {
    fill: none;
    stroke: var(--_on-accent);
    opacity: 0.14;
  }
  .foil-text {
    fill: var(--_on-accent);
    font-size: 1.25rem;
    font-weight: 650;
    text-anchor: middle;
    dominant-baseline: central;
  }
  @media (prefers-reduced-motion: reduce) {
    .cover {
      transition: none;
    }
  }
`;
