import type { Context } from './create-context.js';
import type { Session } from './session.js';

/** Keeps the session's cart what the platform's is, until the session is destroyed. Does nothing where the adapter has no source of carts. */
export function followCart(context: Context, session: Pick<Session, 'setCart' | 'refresh' | 'verify'>): void {
  const { adapter, signal, breaker } = context;
  const source = adapter.cart?.();
  if (!source || signal.aborted) return;
  let reading: Promise<void> | undefined;
  let isAgain = false;
  let callOff = () => {};

  const read = async (): Promise<void> => {
    try {
      const { cart, isNews } = await source.read({ signal });
      if (signal.aborted) return;
      context.recover('cart');
      if (cart) session.setCart(cart);
      if (!isNews) return;
      await session.refresh();
      await session.verify();
    } catch (cause) {
      if (signal.aborted) return;
      const error = context.fail('cart', cause);
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
