import type { Program, Term } from './create-program.js';

const termsALine = 20;

/** Writes a program in the LP format that most solvers read. */
export function writeLp({ objective, rows, binaries }: Program): string {
  return [
    'Maximize',
    ` saved: ${writeSum(objective)}`,
    'Subject To',
    ...rows.map(({ terms, atMost }, index) => ` r${index}: ${writeSum(terms)} <= ${atMost}`),
    'Binary',
    ...binaries.map((name) => ` ${name}`),
    'End',
    '',
  ].join('\n');
}

function writeSum(terms: readonly Term[]): string {
  return terms
    .map(({ variable, factor }, index) => {
      const lineBreak = index % termsALine === termsALine - 1 ? '\n  ' : '';
      return `${factor < 0 ? '-' : '+'} ${Math.abs(factor)} ${variable}${lineBreak}`;
    })
    .join(' ');
}
