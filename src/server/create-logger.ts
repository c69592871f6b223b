/** `off`: nothing. `error`: what went wrong. `info`: also what happened. */
export const logLevels = ['off', 'error', 'info'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What is said of an event. Never a code, a shopper, an address or a token. */
export type LogDetails = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one line of JSON an event: `{"time":"2026-11-22T12:00:00.000Z","level":"info","event":"answer",…}`. */
export interface Logger {
  info(event: string, details?: LogDetails): void;
  /** @param fault its stack and those of its causes are written, and nothing else of it: other properties may hold what a row holds */
  error(event: string, fault: unknown, details?: LogDetails): void;
}

/**
 * @param out takes lines about what happened
 * @param error takes lines about what went wrong
 */
export function createLogger(
  level: LogLevel,
  out: (line: string) => void,
  error: (line: string) => void,
): Logger {
  const lineOf = (level: LogLevel, event: string, details: LogDetails): string =>
    JSON.stringify({ time: new Date().toISOString(), level, event, ...details });
  return {
    info(event, details = {}) {
      if (level === 'info') out(lineOf('info', event, details));
    },
    error(event, fault, details = {}) {
      if (level !== 'off') error(lineOf('error', event, { ...details, error: stackOf(fault) }));
    },
  };
}

function stackOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  const stack = fault.stack ?? `${fault.name}: ${fault.message}`;
  return fault.cause === undefined ? stack : `${stack}\nCaused by: ${stackOf(fault.cause)}`;
}
