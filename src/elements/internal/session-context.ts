/**
 * How an element finds its session without anything global: it asks with a bubbling event, and the nearest provider
 * answers. Providers announce themselves, so elements that were there earlier ask again.
 */
import type { Session } from '../../stores/session.js';

/** An element asks. */
export const sessionRequested = 'coupon-session-request';
/** Whoever has asked in vain may ask again. */
export const sessionProvided = 'coupon-session-provided';

/** Carries its own answer, so that two copies of the script understand each other. */
interface SessionRequest extends Event {
  readonly answer?: (session: Session) => void;
}

/**
 * Answers every element inside `target` that asks for a session. The session is made at the first request. The innermost
 * provider wins; of two on one target, the first.
 * @returns a function that stops answering.
 */
export function provideSession(target: EventTarget, getSession: () => Session): () => void {
  let session: Session | undefined;
  const answer = (event: SessionRequest) => {
    event.stopImmediatePropagation();
    event.answer?.((session ??= getSession()));
  };
  target.addEventListener(sessionRequested, answer);
  target.dispatchEvent(new Event(sessionProvided, { bubbles: true, composed: true }));
  return () => target.removeEventListener(sessionRequested, answer);
}

/**
 * Gives `take` the session of the element's surroundings: at once where a provider is there, and anew whenever another
 * one appears.
 * @returns a function that stops looking.
 */
export function findSession(element: Element, take: (session: Session) => void): () => void {
  const ask = () => {
    element.dispatchEvent(
      Object.assign(new Event(sessionRequested, { bubbles: true, composed: true }), { answer: take }),
    );
  };
  ask();
  document.addEventListener(sessionProvided, ask);
  return () => document.removeEventListener(sessionProvided, ask);
}
