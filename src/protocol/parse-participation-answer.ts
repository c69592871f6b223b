import type { Parsed } from '../model/problem.js';
import { object, parse, positive, text } from '../model/shape.js';
import { atMost, held } from './answer-shapes.js';
import { campaignView } from './campaign-shapes.js';
import type { ParticipationAnswer } from './campaigns.js';

const maxHeld = 50;

const fields = object({
  participation: object({
    id: text,
    campaign: text,
    'prize?': text,
    held: atMost(maxHeld, held),
    'points?': positive,
  }),
  campaign: campaignView,
});

/** What a draw, a pack or an accepted invitation has brought. */
export function parseParticipationAnswer(value: unknown): Parsed<ParticipationAnswer> {
  return parse(fields, value);
}
