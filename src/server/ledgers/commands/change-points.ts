import type { Command } from '../command.js';
import type { Decision, PointsBalance, PointsAttempt } from '../ledger.js';
import { done } from './decision.js';

export function changePoints(attempt: PointsAttempt): Command<Decision<PointsBalance, 'points-too-few'>> {
  const { shopper } = attempt;
  return {
    keyed: attempt,
    needs: { shoppers: [shopper] },
    decide(set) {
      const account = set.accounts.get(shopper)!;
      const points = account.points + attempt.points;
      if (points < 0) return { state: 'points-too-few' };
      set.accounts.change({ ...account, points });
      set.record({ event: 'points-changed', points: attempt.points });
      return done({ points });
    },
  };
}
