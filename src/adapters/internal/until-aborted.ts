import { AdapterError } from '../adapter.js';

/** The result, unless one of the signals is aborted before. @throws AdapterError */
export function untilAborted<T>(result: Promise<T>, signals: readonly AbortSignal[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new AdapterError('aborted', 'The call was aborted.'));
    for (const signal of signals)
      if (signal.aborted) end();
      else signal.addEventListener('abort', end);
    void result.then(resolve, reject).finally(() => {
      for (const signal of signals) signal.removeEventListener('abort', end);
    });
  });
}
