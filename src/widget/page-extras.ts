/** What few pages ask of the script tag beside its elements: targeting, and a link that applies a coupon. Loaded where one is asked for. */
import type { Session } from '../stores/session.js';
import type { Targeting } from '../targeting/create-targeting.js';
import type { Consent } from './start-targeting.js';

/**
 * Follows the link by which the page was opened, or, where `consent` is given, starts targeting or ends it. Resolves to the targeting that is there then; to nothing
 * where there is none.
 */
export type PageExtras = (consent?: boolean) => Promise<Targeting | undefined>;

/**
 * @param data the script element's `dataset`
 * @param readJson reads what an attribute names
 */
export function createPageExtras(
  data: Readonly<Record<string, string | undefined>>,
  getSession: () => Promise<Session | undefined>,
  readJson: (attribute: string, source: string) => Promise<unknown>,
  report: (error: unknown) => void,
): PageExtras {
  // One promise for all: what is said twice before it is there is heard in the order in which it was said, which two imports do not promise.
  let decide: Promise<Consent> | undefined;
  return async (consent) => {
    const session = await getSession();
    if (!session) return undefined;
    if (consent === undefined) {
      const { followPageLink } = await import('./follow-page-link.js');
      await followPageLink(session).catch(report);
      return undefined;
    }
    decide ??= import('./start-targeting.js').then(({ createConsent }) =>
      createConsent(data, session, readJson, report),
    );
    return (await decide)(consent);
  };
}
