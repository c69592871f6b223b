import { assert } from 'chai';
import { atom } from 'nanostores';
import { AdapterError } from '../../../src/adapters/adapter.js';
import { FlashLine } from '../../../src/elements/internal/flash-line.js';
import type { ClaimResult, Session, SessionError } from '../../../src/stores/session.js';

const refused = (code: string, params = {}): ClaimResult => ({ ok: false, reason: { code, params } });

describe('the line of a flash sale', () => {
  let now = 0;
  const open = (claim: () => ClaimResult) => {
    const $error = atom<SessionError | undefined>();
    const session = { claim: async () => claim(), $error } as unknown as Session;
    const line = new FlashLine({ requestUpdate: () => {} }, () => now);
    return { line, session, $error };
  };

  beforeEach(() => {
    now = 0;
  });

  it('ends after a minute at most, so that nobody waits for ever', async () => {
    let asked = 0;
    const { line, session } = open(() => {
      asked++;
      now += 25_000;
      return refused('rate-limited');
    });
    const result = await line.join(session, 'noon');
    assert.deepEqual(result, refused('rate-limited'));
    assert.equal(asked, 3);
    assert.equal(line.outcomeOf('noon')?.code, 'rate-limited');
    assert.isUndefined(line.turnOf('noon'));
  });

  it('waits as long as the server says', async () => {
    const times: number[] = [];
    const { line, session } = open(() => {
      times.push(performance.now());
      return times.length === 1 ? refused('rate-limited', { retryAfterMs: 900 }) : refused('sold-out');
    });
    assert.deepEqual(await line.join(session, 'noon'), refused('sold-out'));
    assert.isAtLeast(times[1]! - times[0]!, 890);
  });

  it('does not go on after what the shop has decided', async () => {
    for (const code of ['sold-out', 'ended', 'shopper-limit', 'sign-in', 'points-too-few', 'unknown-offer']) {
      const { line, session } = open(() => refused(code));
      assert.deepEqual(await line.join(session, 'noon'), refused(code));
    }
  });

  it('tells a slow answer, a network that is gone and a busy shop apart', async () => {
    for (const [kind, hitch] of [
      ['network', 'gone'],
      ['timeout', 'slow'],
      ['unavailable', 'busy'],
    ] as const) {
      const { line, session, $error } = open(() => {
        const error = new AdapterError(kind, kind, { retryable: true });
        $error.set({ code: 'adapter', during: 'claim', error });
        return refused('unavailable');
      });
      const result = line.join(session, 'noon');
      await new Promise((resolve) => setTimeout(resolve));
      assert.equal(line.turnOf('noon')?.hitch, hitch);
      line.leave('noon');
      await result;
      assert.equal(line.outcomeOf('noon')?.code, 'cancelled');
    }
  });

  it('has one place for each coupon and shopper', async () => {
    const { line, session } = open(() => refused('sold-out'));
    const [first, second] = await Promise.all([line.join(session, 'noon'), line.join(session, 'noon')]);
    assert.isDefined(first);
    assert.isUndefined(second);
  });
});
