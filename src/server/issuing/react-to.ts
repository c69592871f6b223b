import type { IssueOutcome } from '../../protocol/campaigns.js';
import { isTriggered, type Happening } from '../campaigns/trigger.js';
import { isSignedIn } from '../identity.js';
import type { Services } from '../route.js';
import type { CampaignEntry } from './campaign-book.js';
import { isEligible } from './campaign-state.js';
import { isOpen } from './is-open.js';
import { issue } from './issue.js';
import { issueOutcome } from './issue-outcome.js';
import { rewardInviter } from './reward-inviter.js';
import { serverKey } from './server-key.js';

/** Something that has happened to a shopper. */
export interface Occurrence extends Happening {
  /** `shopper:…`, or `anonymous:…`. */
  readonly shopper: string;
  readonly tags?: readonly string[];
  /** The merchant's number of the order, or of the cart. */
  readonly order?: string;
  /** What tells this occurrence from others where there is no number: the key of the call. */
  readonly key: string;
}

/** Whether an order means anything to any campaign: if not, nobody need ask. */
export function awaitsOrders({ triggers, invitesByOrder }: Services['campaigns']): boolean {
  return invitesByOrder.length > 0 || triggers.some(({ campaign }) => campaign.on === 'order');
}

/**
 * Gives what campaigns give because of something that has happened: to the shopper, and for a friend's order to whoever invited. Each has one effect for one occasion, so that
 * all of it may be called again, and by several ways.
 * @param now milliseconds since the epoch
 */
export async function reactTo(
  occurrence: Occurrence,
  services: Services,
  now: number,
): Promise<readonly IssueOutcome[]> {
  const { triggers } = services.campaigns;
  const due = triggers.filter(
    (entry) =>
      isTriggered(entry.campaign, occurrence) &&
      isOpen(entry, now) &&
      (entry.campaign.audience !== 'signed-in' || isSignedIn(occurrence.shopper)) &&
      (!entry.subjects || entry.subjects.has(occurrence.shopper)) &&
      isEligible(entry, 'own', occurrence),
  );
  const given = await Promise.all(due.map((entry) => give(entry, occurrence, services, now)));
  const brought = occurrence.on === 'order' ? await rewardInviters(occurrence.shopper, services, now) : [];
  return [...given, ...brought];
}

async function give(
  entry: CampaignEntry,
  { on, shopper, order, key }: Occurrence,
  services: Services,
  now: number,
): Promise<IssueOutcome> {
  const { id } = entry.campaign;
  const occasion = order === undefined ? undefined : `${on}:${order}`;
  const keyed = serverKey('trigger', id, shopper, occasion ?? (on === 'registration' ? on : `${on} ${key}`));
  const giving = { shopper, keyed, now, ...(occasion !== undefined && { occasion }) };
  return issueOutcome(await issue(entry, giving, services), entry, shopper, services, now);
}

/** The friend has ordered: whoever invited gets what was promised, also where the campaign has closed since. */
async function rewardInviters(
  friend: string,
  services: Services,
  now: number,
): Promise<readonly IssueOutcome[]> {
  const { campaigns, ledger } = services;
  if (campaigns.invitesByOrder.length === 0) return [];
  const accepted = (await ledger.issues(friend)).flatMap(({ campaign, invitation }) => {
    const entry = campaigns.invitesByOrder.find((each) => each.campaign.id === campaign);
    return entry && invitation !== undefined ? [{ entry, invitation }] : [];
  });
  const outcomes = accepted.map(async ({ entry, invitation }) => {
    const record = await ledger.findInvitation(invitation);
    return record ? [await rewardInviter(entry, record.shopper, friend, services, now)] : [];
  });
  return (await Promise.all(outcomes)).flat();
}
