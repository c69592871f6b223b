/** Turns the wheel until the answer is there, and stops where the answer is. Who wants no motion sees it there at once. */

/** Degrees a millisecond while it waits. */
const speed = 0.6;
/** Degrees until it has that speed. */
const runUp = 90;
/** Where there is no answer, it comes to rest within so many degrees. */
const rest = 120;
// A square and the reverse of a cube, exactly: speed goes on as it was from one part to the next.
const accelerate = 'cubic-bezier(0.3333, 0, 0.6667, 0.3333)';
const slowDown = 'cubic-bezier(0.3333, 1, 0.6667, 1)';

export class WheelTurn {
  /** Degrees, at rest. */
  #angle = 0;
  #disc: Element | undefined;
  #running: Promise<void> | undefined;
  #animation: Animation | undefined;

  start(disc: HTMLElement): void {
    this.#disc = disc;
    if (wantsNoMotion()) return;
    this.#running = this.#run(runUp, (2 * runUp) / speed, accelerate).then(() => {
      this.#animation = this.#play(360, 360 / speed, { iterations: Infinity });
    });
  }

  /** Resolves when the wheel stands with this angle of its disc at the top. */
  async stopAt(angle: number): Promise<void> {
    await this.#stop((at) => 360 + modulo(-angle - at, 360));
  }

  /** Comes to rest anywhere. */
  async rest(): Promise<void> {
    await this.#stop(() => rest);
  }

  async #stop(wayFrom: (angle: number) => number): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running;
    const animation = this.#animation;
    this.#animation = undefined;
    const turned = ((Number(animation?.currentTime) || 0) * speed) % 360;
    this.#angle += turned;
    const way = wayFrom(this.#angle);
    if (running && !wantsNoMotion()) {
      const stopping = this.#run(way, (3 * way) / speed, slowDown);
      animation?.cancel();
      await stopping;
    } else {
      animation?.cancel();
      this.#settle(way);
    }
  }

  /** Goes on by so many degrees. By a timer, which also runs where nothing is painted. */
  async #run(degrees: number, ms: number, easing: string): Promise<void> {
    const animation = this.#play(degrees, ms, { easing, fill: 'forwards' });
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.#settle(degrees);
    animation.cancel();
  }

  #play(degrees: number, duration: number, options: KeyframeAnimationOptions): Animation {
    const transform = [this.#angle, this.#angle + degrees].map((angle) => `rotate(${angle}deg)`);
    const animation = this.#disc!.animate({ transform }, { duration, ...options });
    // It takes over where the last one is, in the same frame.
    animation.startTime = document.timeline.currentTime;
    return animation;
  }

  #settle(degrees: number): void {
    this.#angle = modulo(this.#angle + degrees, 360);
    (this.#disc as HTMLElement).style.transform = `rotate(${this.#angle}deg)`;
  }
}

function wantsNoMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
