import type { Parsed } from '../model/problem.js';
import { currency } from '../model/shared-shapes.js';
import { amount, list, object, oneOf, parse, positive, type Shape } from '../model/shape.js';
import type {
  InvitationRequest,
  IssuesRequest,
  ParticipationRequest,
  SharedLine,
  TriggerRequest,
} from './campaigns.js';
import { shortText } from './parse-request.js';

/** What a request about campaigns may hold at most. */
export const campaignRequestLimits = { sharedLines: 50, shoppers: 100, tags: 100 } as const;

/** What the body of a request says, or every problem that it has, with its path: `shoppers[2]`. */
export function parseParticipationRequest(body: unknown): Parsed<ParticipationRequest> {
  return parse(object({ campaign: shortText, 'invitation?': shortText }), body);
}

export function parseInvitationRequest(body: unknown): Parsed<InvitationRequest> {
  return parse(
    object({ campaign: shortText, 'lines?': some(sharedLine, campaignRequestLimits.sharedLines) }),
    body,
  );
}

export function parseTriggerRequest(body: unknown): Parsed<TriggerRequest> {
  return parse(triggerRequest, body);
}

export function parseIssuesRequest(body: unknown): Parsed<IssuesRequest> {
  return parse(
    object({ campaign: shortText, shoppers: distinct(some(shortText, campaignRequestLimits.shoppers)) }),
    body,
  );
}

const sharedLine: Shape<SharedLine> = object({ product: shortText, 'sku?': shortText, quantity: positive });

const triggerFields: Shape<TriggerRequest> = object({
  on: oneOf('order', 'registration', 'abandonment'),
  shopper: shortText,
  'order?': shortText,
  'amount?': amount,
  'currency?': currency,
  'orders?': amount,
  'tags?': some(shortText, campaignRequestLimits.tags, 0),
});

const triggerRequest: Shape<TriggerRequest> = (value, path, report) => {
  const clean = triggerFields(value, path, report);
  if (clean.on === 'order' && clean.order === undefined) report('order', 'required');
  return clean;
};

/** A list of at least `min` and at most `max`. */
function some<T>(shape: Shape<T>, max: number, min = 1): Shape<readonly T[]> {
  return (value, path, report) => {
    if (Array.isArray(value) && value.length > max) return (report(path, 'too-many', { max }), []);
    return list(shape, min)(value, path, report);
  };
}

function distinct<T>(shape: Shape<readonly T[]>): Shape<readonly T[]> {
  return (value, path, report) => {
    const clean = shape(value, path, report);
    clean.forEach((each, index) => {
      if (clean.indexOf(each) < index) report(`${path}[${index}]`, 'duplicate');
    });
    return clean;
  };
}
