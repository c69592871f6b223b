/**
 * Gathers calls that come close together into batches, so that a store commits once for many. The first call starts
 * the first batch in the same turn of the event loop; those that come while a batch is under way form the next one.
 * Within a batch the order of arrival is kept, and each call gets its own result; where the batch throws, all of its calls do.
 */
export function gather<Input, Output>(
  decide: (batch: readonly Input[]) => readonly Output[] | Promise<readonly Output[]>,
  maxBatch = 64,
): (input: Input) => Promise<Output> {
  const waiting: Call<Input, Output>[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      // Requests that the network has already delivered get their chance to join.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = waiting.splice(0, maxBatch);
      try {
        const outputs = await decide(batch.map((call) => call.input));
        batch.forEach((call, index) => call.resolve(outputs[index]!));
      } catch (error) {
        for (const call of batch) call.reject(error);
      }
    }
    running = false;
  }

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      if (!running) void run();
    });
}

interface Call<Input, Output> {
  readonly input: Input;
  readonly resolve: (output: Output) => void;
  readonly reject: (error: unknown) => void;
}
