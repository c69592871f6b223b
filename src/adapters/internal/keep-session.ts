import { isObject } from '../../model/shape.js';
import type { TextStorage } from './open-storage.js';

/** An anonymous shopper's session with the server: kept in this browser, shared by its tabs, prolonged in time. */
export interface KeptSession {
  /** Resolves to the token that is there; where it is needed and none is there, a session is begun. */
  find(isNeeded?: boolean): Promise<string | undefined>;
  /** The server takes this token no longer. */
  forget(token: string): void;
}

/** @param renew begins a session, or prolongs the one whose token is given; resolves to the token that is good then */
export function keepSession(
  storage: TextStorage,
  name: string,
  renew: (old: string | undefined) => Promise<string>,
): KeptSession {
  let starting: Promise<string> | undefined;
  return {
    async find(isNeeded) {
      const { token, renewAt } = readSession(storage, name);
      if (token ? Date.now() > (renewAt ?? 0) : isNeeded)
        starting ??= renew(token).finally(() => (starting = undefined));
      return starting ?? token;
    },
    forget(token) {
      if (readSession(storage, name).token === token) storage.setItem(name, '');
    },
  };
}

/** What is kept under this name, by whatever tab. `renewAt`: milliseconds since the epoch. */
export function readSession(
  storage: TextStorage,
  name: string,
): { readonly token?: string; readonly renewAt?: number } {
  try {
    const session: unknown = JSON.parse(storage.getItem(name)!);
    return isObject(session) && typeof session['token'] === 'string' ? session : {};
  } catch {
    return {};
  }
}
