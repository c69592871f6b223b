import type { Parsed } from '../model/problem.js';
import { flag, is, object, parse, positive, text } from '../model/shape.js';
import { atMost } from './answer-shapes.js';
import { inviteView } from './campaign-shapes.js';
import type { InvitationAnswer } from './campaigns.js';

const maxLines = 100;

const fields = object({
  invitation: object({
    code: is<string>('not-a-code', (value) => /^[\w-]{16}$/.test(value as string)),
    campaign: text,
    'lines?': atMost(maxLines, object({ product: text, 'sku?': text, quantity: positive })),
    own: flag,
  }),
  campaign: inviteView,
});

/** A link that was made, or opened, with the cart that is shared by it. */
export function parseInvitationAnswer(value: unknown): Parsed<InvitationAnswer> {
  return parse(fields, value);
}
