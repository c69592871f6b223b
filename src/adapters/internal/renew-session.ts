/** How a session is begun or prolonged: nothing of it is needed before an anonymous shopper claims something. */
import { parseSessionAnswer } from '../../protocol/parse-session-answer.js';
import type { SessionAnswer } from '../../protocol/messages.js';
import type { Call } from '../adapter.js';
import type { Request } from '../http.js';
import { readSession } from './keep-session.js';
import type { TextStorage } from './open-storage.js';

/**
 * Returns the token that is good then, and keeps it under `name`.
 * @param old the token to prolong; absent: a session is begun
 * @throws AdapterError
 */
export async function renewSession(
  storage: TextStorage,
  name: string,
  old: string | undefined,
  call: Call,
  send: (request: Request<SessionAnswer>, token: string | undefined) => Promise<SessionAnswer>,
): Promise<string> {
  try {
    const request = { path: 'sessions', body: {}, call, timeoutMs: 3000, parse: parseSessionAnswer };
    const { token, expiresAt } = await send(request, old);
    // Another tab may have been faster; one shopper has one wallet.
    const { token: other } = readSession(storage, name);
    if (other && other !== old) return other;
    const renewAt = (Date.now() + Date.parse(expiresAt)) / 2;
    storage.setItem(name, JSON.stringify({ token, renewAt }));
    return token;
  } catch (error) {
    // One that could not be prolonged now is still good; if it is not, the next answer says so.
    if (old) return old;
    throw error;
  }
}
