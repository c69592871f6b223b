import { isObject } from '../../model/shape.js';
import type { SessionAnswer } from '../../protocol/messages.js';
import type { TextStorage } from './open-storage.js';

/** An anonymous shopper's session with the server: kept in this browser, shared by its tabs, prolonged in time. */
export interface KeptSession {
  /** Resolves to the token that is there; where it is needed and none is there, a session is begun. */
  find(isNeeded?: boolean): Promise<string | undefined>;
  /** The server takes this token no longer. */
  forget(token: string): void;
}

/** @param start asks the server for a session, or to prolong the one whose token is given */
export function keepSession(
  storage: TextStorage,
  name: string,
  start: (old: string | undefined) => Promise<SessionAnswer>,
): KeptSession {
  let starting: Promise<string> | undefined;

  const read = (): { readonly token?: string; readonly renewAt?: number } => {
    try {
      const session: unknown = JSON.parse(storage.getItem(name)!);
      return isObject(session) && typeof session['token'] === 'string' ? session : {};
    } catch {
      return {};
    }
  };

  const renew = async (old: string | undefined): Promise<string> => {
    try {
      const { token, expiresAt } = await start(old);
      // Another tab may have been faster; one shopper has one wallet.
      const { token: other } = read();
      if (other && other !== old) return other;
      const renewAt = (Date.now() + Date.parse(expiresAt)) / 2;
      storage.setItem(name, JSON.stringify({ token, renewAt }));
      return token;
    } catch (error) {
      // One that could not be prolonged now is still good; if it is not, the next answer says so.
      if (old) return old;
      throw error;
    }
  };

  return {
    async find(isNeeded) {
      const { token, renewAt } = read();
      if (token ? Date.now() > (renewAt ?? 0) : isNeeded)
        starting ??= renew(token).finally(() => (starting = undefined));
      return starting ?? token;
    },
    forget(token) {
      if (read().token === token) storage.setItem(name, '');
    },
  };
}
