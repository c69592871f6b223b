import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger, type LogLevel } from '../../src/server/create-logger.js';

function logAll(level: LogLevel): { out: string[]; error: string[] } {
  const lines = { out: [] as string[], error: [] as string[] };
  const log = createLogger(
    level,
    (line) => lines.out.push(line),
    (line) => lines.error.push(line),
  );
  log.info('swept', { holds: 2 });
  log.error('fault', new Error('broken'), { requestId: 'r1' });
  return lines;
}

test('writes a line of JSON an event, what went wrong apart from what happened', () => {
  const { out, error } = logAll('info');
  const [swept, ...noMore] = out.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(noMore, []);
  assert.match(String(swept!.time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual({ ...swept, time: '' }, { time: '', level: 'info', event: 'swept', holds: 2 });
  const fault = JSON.parse(error[0]!) as Record<string, unknown>;
  assert.equal(fault.level, 'error');
  assert.equal(fault.event, 'fault');
  assert.equal(fault.requestId, 'r1');
  assert.match(String(fault.error), /^Error: broken\n +at .*create-logger\.test\.ts/);
});

test('keeps quiet below its level', () => {
  assert.deepEqual(logAll('off'), { out: [], error: [] });
  const { out, error } = logAll('error');
  assert.deepEqual([out.length, error.length], [0, 1]);
});

test('writes the stacks of causes, and no other property of a fault', () => {
  const lines: string[] = [];
  const cause = Object.assign(new Error('duplicate key'), { detail: 'Key (shopper)=(anna)' });
  const log = createLogger(
    'error',
    () => {},
    (line) => lines.push(line),
  );
  log.error('fault', new Error('outer', { cause }));
  log.error('fault', 'a text');
  assert.match(lines[0]!, /Error: outer.*Caused by: Error: duplicate key/);
  assert.doesNotMatch(lines[0]!, /anna/);
  assert.match(lines[1]!, /"error":"a text"/);
});
