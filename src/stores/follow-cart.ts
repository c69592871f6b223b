import type { WritableAtom } from 'nanostores';
import { AdapterError } from '../adapters/adapter.js';
import type { Context } from './create-context.js';
import type { Session, Verification } from './session.js';

/** Keeps the session's cart what the platform's is, until the session is destroyed. Does nothing where the adapter has no source of carts. */
export function followCart(
  context: Context,
  session: Pick<Session, '$cart' | 'setCart' | 'refresh' | 'verify'>,
  $verification: WritableAtom<Verification>,
): void {
  const { adapter, signal, breaker } = context;
  const source = adapter.cart?.();
  if (!source || signal.aborted) return;
  let reading: Promise<void> | undefined;
  let isAgain = false;
  /** Whether what was confirmed may be of another cart by now. */
  let isInDoubt = false;
  let callOff = () => {};

  const doubt = (error: AdapterError) => {
    if (!('verdict' in $verification.get())) return;
    isInDoubt = true;
    $verification.set({ state: 'failed', error });
  };

  const read = async (): Promise<void> => {
    try {
      const { cart, isNews } = await source.read({ signal });
      if (signal.aborted) return;
      context.recover('cart');
      const last = session.$cart.get();
      // One that is gone has become an order as a rule: nothing of it is to be bought.
      const problems = (cart ?? last) ? session.setCart(cart ?? { currency: last!.currency, lines: [] }) : [];
      if (problems.length) return doubt(new AdapterError('bad-response', 'the cart', { cause: problems }));
      if (isNews) await session.refresh();
      if (isNews || isInDoubt) {
        isInDoubt = false;
        await session.verify();
      }
    } catch (cause) {
      if (signal.aborted) return;
      const error = context.fail('cart', cause);
      doubt(error);
      if (error.retryable) callOff = context.schedule(follow, breaker.fault(error));
    }
  };

  /** One reading at a time; what happens meanwhile is read afterwards. */
  const follow = (): void => {
    callOff();
    if (reading) {
      isAgain = true;
      return;
    }
    reading = read().finally(() => {
      reading = undefined;
      if (isAgain && !signal.aborted) follow();
      isAgain = false;
    });
  };

  const stop = source.watch(follow);
  signal.addEventListener('abort', stop);
  follow();
}
