/** Prints a heading and rows under it, in columns as wide as what stands in them; the first to the left, the others to the right. */
export function printTable(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ');
  console.log(
    [`\n${title}\n`, line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join(
      '\n',
    ),
  );
}

/** A time in the unit that it is best read in. */
export function duration(ms: number): string {
  if (ms < 0.001) return `${(ms * 1e6).toFixed(0)} ns`;
  if (ms < 1) return `${(ms * 1000).toFixed(ms < 0.01 ? 1 : 0)} µs`;
  return ms < 1000 ? `${ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

export function ratio(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ×`;
}

export function percentage(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : share < 0.1 ? 1 : 0)}%`;
}
