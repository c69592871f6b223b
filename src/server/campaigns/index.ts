import type { CampaignKind } from './campaign-kind.js';
import { draw } from './draw.js';
import { invite } from './invite.js';
import { pack } from './pack.js';
import { push } from './push.js';
import { trigger } from './trigger.js';

/** Every kind of campaign. A new one is its file and one line here. */
export const campaignKinds = [push, trigger, draw, pack, invite] as const;

/** A campaign as a merchant defines it. */
export type Campaign = {
  [Each in (typeof campaignKinds)[number] as Each['kind']]: Each extends CampaignKind<string, infer Fields>
    ? Fields
    : never;
}[(typeof campaignKinds)[number]['kind']];
