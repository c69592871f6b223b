import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCampaignsAnswer } from '../../src/protocol/parse-campaigns-answer.js';

const coupon = { id: 'plain', benefit: { kind: 'amount', amount: 500 } };
const draw = {
  id: 'wheel',
  kind: 'draw',
  title: { en: 'Spin', 'zh-Hans': '转一转' },
  state: 'taken',
  left: 0,
  againAt: '2026-11-23T00:00:00+08:00',
  cost: { points: 50 },
  prizes: [
    { id: 'big', coupon, oddsBps: 100, remaining: 3 },
    { id: 'points', points: 20, oddsBps: 9000 },
  ],
  noPrizeBps: 900,
};
const pack = { id: 'pack', kind: 'pack', state: 'not-eligible', coupons: [coupon, coupon], validHours: 48 };
const invite = {
  id: 'friends',
  kind: 'invite',
  state: 'available',
  invitee: [coupon],
  inviter: [coupon],
  rewardedOn: 'order',
  friends: { accepted: 3, rewarded: 1 },
};
const good = { campaigns: [draw, pack, invite], points: 70, serverTime: 5 };

/** The problems of one campaign among good ones, as `path code`. */
function problemsOf(campaign: unknown): string[] {
  const parsed = parseCampaignsAnswer({ ...good, campaigns: [pack, campaign, draw] });
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.value.campaigns, [pack, draw]);
  return parsed.value.problems!.map(({ path, code }) => `${path} ${code}`);
}

describe('parseCampaignsAnswer', () => {
  it('reads what a server answers as it is, without what it does not know', () => {
    const answer = { ...good, campaigns: [{ ...draw, more: 1 }, pack, invite], more: 1 };
    assert.deepEqual(parseCampaignsAnswer(answer), { ok: true, value: { ...good, problems: [] } });
  });

  it('leaves points absent that nobody has told', () => {
    const parsed = parseCampaignsAnswer({ campaigns: [], serverTime: 5 });
    assert.deepEqual(parsed, { ok: true, value: { campaigns: [], serverTime: 5, problems: [] } });
  });

  for (const [name, campaign, problem] of [
    ['is none', 7, 'campaigns[1] not-an-object'],
    ['is of a kind that is not known', { ...pack, kind: 'auction' }, 'campaigns[1].kind not-one-of'],
    ['is of a kind that every object has', { ...pack, kind: 'toString' }, 'campaigns[1].kind not-one-of'],
    ['stands as none does', { ...pack, state: 'lost' }, 'campaigns[1].state not-one-of'],
    ['has odds above one', { ...draw, noPrizeBps: 10_001 }, 'campaigns[1].noPrizeBps not-in-range'],
    [
      'has odds in fractions',
      { ...draw, prizes: [{ id: 'half', oddsBps: 0.5 }] },
      'campaigns[1].prizes[0].oddsBps not-in-range',
    ],
    ['has nothing to win', { ...draw, prizes: [] }, 'campaigns[1].prizes too-short'],
    [
      'has more prizes than a wheel can show',
      { ...draw, prizes: Array.from({ length: 25 }, (_, index) => ({ id: `${index}`, oddsBps: 1 })) },
      'campaigns[1].prizes too-long',
    ],
    [
      'has more coupons than a pack can show',
      { ...pack, coupons: Array.from({ length: 51 }, () => coupon) },
      'campaigns[1].coupons too-long',
    ],
    [
      'gives what is no coupon',
      { ...invite, invitee: [{ id: 'x' }] },
      'campaigns[1].invitee[0].benefit required',
    ],
    ['opens at no time', { ...pack, opensAt: 'soon' }, 'campaigns[1].opensAt not-a-date'],
    ['costs nothing for points', { ...draw, cost: { points: 0 } }, 'campaigns[1].cost.points too-small'],
  ] as const)
    it(`leaves out a campaign that ${name}, and names it`, () => {
      assert.deepEqual(problemsOf(campaign), [problem]);
    });

  it('refuses what is no answer, and more campaigns than a page can hold', () => {
    const many = Array.from({ length: 201 }, () => pack);
    for (const answer of [null, {}, { ...good, points: -1 }, { ...good, campaigns: many }])
      assert.equal(parseCampaignsAnswer(answer).ok, false);
  });
});
