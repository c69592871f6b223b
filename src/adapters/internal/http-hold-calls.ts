/** The calls of the HTTP adapter for an order that is about to be paid: nothing of them is needed before a checkout. */
import type { HoldAnswer, ReservationRequest } from '../../protocol/messages.js';
import { parseHoldAnswer as parse } from '../../protocol/parse-hold-answer.js';
import type { Call, Refused, ReleaseInput } from '../adapter.js';
import type { Ask } from '../http.js';
import { askToChange } from './http-calls.js';

export function reserve(ask: Ask, body: ReservationRequest, call: Call): Promise<HoldAnswer | Refused> {
  return askToChange(ask, { path: 'reservations', body, call, parse });
}

export function release(ask: Ask, { hold }: ReleaseInput, call: Call): Promise<HoldAnswer | Refused> {
  return askToChange(ask, { path: pathOf(hold), method: 'DELETE', call, parse });
}

export function extend(ask: Ask, { hold }: ReleaseInput, call: Call): Promise<HoldAnswer | Refused> {
  return askToChange(ask, { path: `${pathOf(hold)}/extensions`, body: {}, call, parse });
}

function pathOf(hold: string): string {
  return `reservations/${encodeURIComponent(hold)}`;
}
