import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRouteFinder } from '../../src/server/create-route-finder.js';
import type { Route } from '../../src/server/route.js';

const route = (method: Route['method'], path: string): Route => ({
  method,
  path,
  access: 'public',
  handle: () => Promise.reject(new Error('not asked')),
});

const find = createRouteFinder([
  route('GET', '/v1/things'),
  route('POST', '/v1/things'),
  route('GET', '/v1/things/{id}'),
  route('DELETE', '/v1/things/{id}'),
  route('POST', '/v1/things/{id}/parts/{part}'),
]);
const found = (path: string) => {
  const { routes, parameters } = find(path);
  return [routes.map((each) => each.method).join(), { ...parameters }];
};

describe('the route finder', () => {
  test('gives every method of an address', () => {
    assert.deepEqual(found('/v1/things'), ['GET,POST', {}]);
    assert.deepEqual(found('/v1/things/7'), ['GET,DELETE', { id: '7' }]);
  });

  test('gives what stands in the place of each name, decoded', () => {
    assert.deepEqual(found('/v1/things/a%2Fb/parts/%E8%8C%B6'), ['POST', { id: 'a/b', part: '茶' }]);
  });

  for (const path of [
    '',
    '/',
    '/v1/things/',
    '/v1/things/7/',
    '/v1/things/7/parts',
    '/v1/things/7/parts/1/2',
    '/v1/Things',
    'x/v1/things/7',
  ]) {
    test(`finds nothing at "${path}"`, () => assert.deepEqual(found(path), ['', {}]));
  }

  for (const id of ['%00', 'a%0Ab', '%7F', '%C2%85', '%', '%ED%A0%80', 'x'.repeat(201)]) {
    test(`takes no parameter that cannot be stored: ${id.slice(0, 12)}`, () => {
      assert.deepEqual(found(`/v1/things/${id}`), ['', {}]);
    });
  }

  test('takes __proto__ for a parameter like any other', () => {
    assert.equal(find('/v1/things/__proto__').parameters['id'], '__proto__');
  });
});
