/** Makes the page's session, and answers every element that asks for one. Loaded when an element is on the page. */
import type { Adapter } from '../adapters/adapter.js';
import { provideSession } from '../elements/internal/session-context.js';
import { createSession, type SessionOptions } from '../stores/create-session.js';
import type { Session } from '../stores/session.js';
import type { WidgetOptions } from './read-options.js';

export function startSession(
  adapter: Adapter,
  engine: SessionOptions['engine'],
  { locale, threshold }: WidgetOptions,
): Session {
  const session = createSession({
    adapter,
    engine,
    onOnline,
    ...(locale && { locale }),
    ...(threshold && { policy: { threshold } }),
  });
  // Where another copy of the script was first, elements stay with that.
  provideSession(document, () => session);
  return session;
}

function onOnline(listener: () => void): () => void {
  addEventListener('online', listener);
  return () => removeEventListener('online', listener);
}
