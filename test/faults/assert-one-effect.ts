import assert from 'node:assert/strict';
import type { Answer } from './ask.js';

/** Copies of one request have one effect, and everybody hears of the same one: one answer is 201, all others say that they are replays. */
export function assertOneEffect(answers: readonly Answer[]): void {
  const fresh = answers.filter(({ status }) => status === 201);
  assert.equal(fresh.length, 1, `answers: ${answers.map(({ status }) => status).join(' ')}`);
  for (const answer of answers) assertSameEffect(answer, fresh[0]!);
}

/** The second answer tells of the effect that the first one told of. */
export function assertSameEffect(answer: Answer, first: Answer): void {
  if (answer !== first) {
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers['idempotent-replayed'], 'true');
  }
  assert.deepEqual(withoutFresh(answer), withoutFresh(first));
}

function withoutFresh({ body }: Answer): unknown {
  const { fresh: _fresh, ...rest } = body as Record<string, unknown>;
  return rest;
}
