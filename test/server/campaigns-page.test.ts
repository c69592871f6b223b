import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { check } from '../../src/engine/index.js';
import type { CampaignView } from '../../src/protocol/campaigns.js';
import { campaignKinds } from '../../src/server/campaigns/index.js';
import { parseCouponFile } from '../../src/server/index.js';
import { openCampaigns } from './open-campaigns.js';

const page = readFileSync(new URL('../../docs/campaigns.md', import.meta.url), 'utf8');

/** The kinds' examples, by the heading that they stand under. */
const examples = new Map(
  page.split('\n## ').flatMap((section) => {
    const [, kind] = /^`(\w+)`/.exec(section) ?? [];
    const [, json] = /```json\n([^`]*)```/.exec(section) ?? [];
    return kind && json
      ? [[kind, JSON.parse(json) as { coupons: unknown[]; campaigns: { kind: string }[] }]]
      : [];
  }),
);

describe('the page about campaigns', () => {
  test('has an example of every kind', () => {
    assert.deepEqual([...examples.keys()].sort(), campaignKinds.map(({ kind }) => kind).sort());
  });

  for (const [kind, file] of examples) {
    test(`has one of ${kind} that nobody would regret, and that a server starts with`, async () => {
      const { problems } = parseCouponFile(file, check);
      assert.deepEqual(problems, []);
      assert.ok(file.campaigns.every((campaign) => campaign.kind === kind));
      const shop = await openCampaigns(file.coupons, file.campaigns);
      const token = await shop.signIn('ann', { orders: 0, tags: ['dormant'] });
      const { body } = await shop.send('GET', '/v1/campaigns', undefined, { token });
      const isShown = campaignKinds.find((each) => each.kind === kind)!.view !== undefined;
      assert.deepEqual(
        body.campaigns.map(({ state }: CampaignView) => state),
        isShown ? file.campaigns.map(() => 'available') : [],
      );
      await shop.close();
    });
  }

  test('says of the codes that it names what the server says', () => {
    const { coupons, campaigns } = examples.get('draw')!;
    const draw = structuredClone(campaigns[0]) as unknown as { prizes: { oddsBps: number }[] };
    draw.prizes.splice(0, 2, { ...draw.prizes[0]!, oddsBps: 100 }, { ...draw.prizes[1]!, oddsBps: 9_901 });
    const { problems } = parseCouponFile({ coupons, campaigns: [draw] }, check);
    assert.deepEqual([problems[0]?.code, problems[0]?.params], ['too-large', { max: 9_900 }]);
  });
});
