/**
 * Returns a body of these parts, each made when the one before is on its way: however long it is, little of it is in memory. Rejects where the first one
 * cannot be made; should a later one not be, the body breaks off, and whoever reads it is told.
 */
export async function streamText(parts: AsyncIterable<string>): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  const iterator = parts[Symbol.asyncIterator]();
  let next: IteratorResult<string> | undefined = await iterator.next();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const part = next ?? (await iterator.next());
      next = undefined;
      if (part.done) controller.close();
      else controller.enqueue(encoder.encode(part.value));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
