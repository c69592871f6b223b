import assert from 'node:assert/strict';
import { check } from '../../src/engine/index.js';
import type { CampaignView } from '../../src/protocol/campaigns.js';
import { parseCouponFile, type HandlerOptions } from '../../src/server/index.js';
import { openShop, type Answered, type Sent, type Shop } from './open-shop.js';
import { newKey } from './place-order.js';

/** A coupon of so much off, without a threshold. */
export function off(id: string, amount = 1000, more: object = {}): object {
  return { id, benefit: { kind: 'amount', amount }, ...more };
}

/** A shop with campaigns, and what its shoppers and its backend ask. */
export interface CampaignShop extends Shop {
  /** A signed-in shopper's token. */
  signIn(sub: string, claims?: object): Promise<string>;
  view(id: string, token?: string): Promise<CampaignView>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  participate(campaign: string, token: string, more?: object, key?: string): Promise<Answered<any>>;
  /** By the merchant's backend. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  ask(path: string, body: unknown, key?: string): Promise<Answered<any>>;
  /** What the shopper holds, by coupon. */
  walletOf(token: string): Promise<readonly string[]>;
}

/** Opens a shop with a file of coupons and campaigns, which must have no errors. */
export async function openCampaigns(
  coupons: readonly unknown[],
  campaigns: readonly unknown[],
  options: Partial<HandlerOptions> = {},
): Promise<CampaignShop> {
  const { file, problems } = parseCouponFile({ coupons, campaigns }, check);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  const shop = await openShop(file.entries, { campaigns: file.campaigns, ...options });
  const secret: Sent = { secret: true };
  return Object.assign(shop, {
    signIn: (sub: string, claims: object = {}) => shop.shopperToken({ sub, ...claims }),
    async view(id: string, token?: string) {
      const { body } = await shop.send('GET', '/v1/campaigns', undefined, { token });
      return (body.campaigns as CampaignView[]).find((campaign) => campaign.id === id)!;
    },
    participate: (campaign: string, token: string, more: object = {}, key = newKey()) =>
      shop.post('/v1/participations', { campaign, ...more }, { token, key }),
    ask: (path: string, body: unknown, key = newKey()) => shop.post(path, body, { ...secret, key }),
    async walletOf(token: string) {
      const { body } = await shop.post('/v1/offers', {}, { token });
      return (body.wallet as { coupon: { id: string } }[]).map(({ coupon }) => coupon.id).sort();
    },
  });
}
