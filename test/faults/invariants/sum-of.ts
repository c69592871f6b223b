export function sumOf<Value>(values: Iterable<Value>, amountOf: (value: Value) => number): number {
  let sum = 0;
  for (const value of values) sum += amountOf(value);
  return sum;
}
