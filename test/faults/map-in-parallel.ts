/** Works on all inputs, so many at a time; resolves to the outputs, in the order of the inputs. */
export async function mapInParallel<Input, Output>(
  inputs: readonly Input[],
  atOnce: number,
  work: (input: Input, index: number) => Promise<Output>,
): Promise<Output[]> {
  const outputs = new Array<Output>(inputs.length);
  const waiting = inputs.entries();
  const run = async (): Promise<void> => {
    for (const [index, input] of waiting) outputs[index] = await work(input, index);
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  return outputs;
}
