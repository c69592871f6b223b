import { isDone, type Call, type Services } from '../route.js';
import type { CampaignEntry } from './campaign-book.js';
import { isEligible, isShownTo } from './campaign-state.js';
import { isOpen } from './is-open.js';
import { issue } from './issue.js';
import { serverKey } from './server-key.js';

/** What is sold out may be had again: so often it is looked after, milliseconds. */
const soldOutMs = 60_000;

/**
 * Puts what campaigns push into the wallet of whoever asks, before it is read. Where no campaign is addressed to this shopper, or all of it is there, nothing is asked of the
 * store; where something may be new, one read says so, and only what is new is written.
 */
export async function deliverPushes(
  { identity, now }: Pick<Call, 'identity' | 'now'>,
  services: Services,
): Promise<void> {
  const { campaigns, deliveries, ledger } = services;
  if (!identity?.signedIn || campaigns.pushed.length === 0) return;
  const { subject, shopper } = identity;
  const due = campaigns.pushed.filter(
    (entry) =>
      !deliveries.has(entry.campaign.id, subject) &&
      isOpen(entry, now) &&
      isShownTo(entry, identity) &&
      isEligible(entry, 'own', shopper),
  );
  if (due.length === 0) return;
  const had = new Set((await ledger.issues(subject)).map(({ campaign }) => campaign));
  await Promise.all(due.map((entry) => deliver(entry, subject, had, now, services)));
}

async function deliver(
  entry: CampaignEntry,
  shopper: string,
  had: ReadonlySet<string>,
  now: number,
  services: Services,
): Promise<void> {
  const { id } = entry.campaign;
  if (!had.has(id)) {
    const keyed = serverKey('push', id, shopper);
    const decision = await issue(entry, { shopper, keyed, now }, services);
    if (!isDone(decision) && decision.state === 'sold-out') {
      return services.deliveries.add(id, shopper, soldOutMs);
    }
  }
  services.deliveries.add(id, shopper);
}
