/** Stops, and resolves when what is under way has ended. */
export type Stop = () => Promise<void>;

/**
 * Does something again and again, the first time at once and never twice at a time. Waits between `everyMs / 2` and `1.5 * everyMs`, so that servers that were started
 * together do not stay together.
 * @param onFault takes the first fault of several in a row: a store that is away for an hour is one event
 */
export function repeat(
  act: () => Promise<unknown>,
  everyMs: number,
  onFault: (fault: unknown) => void,
): Stop {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isFailing = false;
  let stopped = false;

  async function run(): Promise<void> {
    try {
      await act();
      isFailing = false;
    } catch (fault) {
      if (!isFailing) onFault(fault);
      isFailing = true;
    }
    if (stopped) return;
    timer = setTimeout(start, everyMs * (0.5 + Math.random()));
  }

  let running = run();
  const start = (): void => void (running = run());
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
