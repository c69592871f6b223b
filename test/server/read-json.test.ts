import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxBodyBytes, readJson } from '../../src/server/read-json.js';

const read = (body: BodyInit, headers: Record<string, string> = {}) =>
  readJson(
    new Request('https://coupons.example/v1/quotes', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    }),
  );
const statusOf = (result: Awaited<ReturnType<typeof read>>): number | undefined =>
  result instanceof Response ? result.status : undefined;

/** A body is read at once where its length is announced, and piece by piece where it is not. */
const announcements = { 'with its length': true, 'without its length': false };

for (const [how, isAnnounced] of Object.entries(announcements)) {
  const lengthOf = (body: string | Uint8Array): Record<string, string> =>
    isAnnounced ? { 'content-length': `${Buffer.from(body as string).byteLength}` } : {};

  test(`reads JSON that comes ${how}`, async () => {
    const body = '{"name":"茶"}';
    assert.deepEqual(await read(body, lengthOf(body)), { value: { name: '茶' } });
  });

  test(`takes no text that is not UTF-8, ${how}`, async () => {
    const body = new Uint8Array([0x22, 0xff, 0x22]);
    assert.equal(statusOf(await read(body, lengthOf(body))), 400);
  });

  test(`takes a mebibyte and not a byte more, ${how}`, async () => {
    const most = `"${'x'.repeat(maxBodyBytes - 2)}"`;
    assert.equal(statusOf(await read(most, lengthOf(most))), undefined);
    assert.equal(statusOf(await read(`${most} `, lengthOf(`${most} `))), 413);
  });
}

test('takes no more than a mebibyte, whatever length is announced', async () => {
  const body = 'x'.repeat(maxBodyBytes + 1);
  assert.equal(statusOf(await read(body, { 'content-length': '2' })), 413);
});
