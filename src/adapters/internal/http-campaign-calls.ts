/** The calls of the HTTP adapter for draws, packs and invitations: nothing of them is needed before an element asks. */
import type {
  CampaignsAnswer,
  InvitationAnswer,
  InvitationRequest,
  ParticipationAnswer,
  ParticipationRequest,
} from '../../protocol/campaigns.js';
import { parseCampaignsAnswer } from '../../protocol/parse-campaigns-answer.js';
import { parseInvitationAnswer } from '../../protocol/parse-invitation-answer.js';
import { parseParticipationAnswer } from '../../protocol/parse-participation-answer.js';
import type { Call, InvitationInput, Refused } from '../adapter.js';
import type { Ask } from '../http.js';
import { askToChange, orRefused } from './http-calls.js';

/** Milliseconds, of what only reads. */
const timeoutMs = 3000;

export function campaigns(ask: Ask, call: Call): Promise<CampaignsAnswer> {
  return ask({ path: 'campaigns', method: 'GET', call, timeoutMs, parse: parseCampaignsAnswer });
}

export function participate(
  ask: Ask,
  body: ParticipationRequest,
  call: Call,
): Promise<ParticipationAnswer | Refused> {
  return askToChange(ask, { path: 'participations', body, call, parse: parseParticipationAnswer });
}

export function invite(ask: Ask, body: InvitationRequest, call: Call): Promise<InvitationAnswer | Refused> {
  return askToChange(ask, { path: 'invitations', body, call, parse: parseInvitationAnswer });
}

/** Whoever opens a link need not be known for it. */
export function invitation(
  ask: Ask,
  { code }: InvitationInput,
  call: Call,
): Promise<InvitationAnswer | Refused> {
  const path = `invitations/${encodeURIComponent(code)}`;
  return orRefused(ask({ path, method: 'GET', call, timeoutMs, parse: parseInvitationAnswer }));
}
