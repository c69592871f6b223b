import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readFeed, writeFeed } from '../../src/importers/write-feed.js';

const root = mkdtempSync(join(tmpdir(), 'couponkit-feed-'));
after(() => rmSync(root, { recursive: true }));
let folders = 0;
const folder = (): string => {
  const path = join(root, String(folders++));
  mkdirSync(path);
  return path;
};

describe('a feed in a file', () => {
  it('is read as it was written, with what else stands in it', async () => {
    const path = join(folder(), 'coupons.json');
    assert.deepEqual(await readFeed(path), { coupons: [], others: {} });
    const feed = { coupons: [{ id: 'a' }], others: { policy: { threshold: 'residual' } } };
    assert.equal(await writeFeed(path, feed), true);
    const { coupons, others } = await readFeed(path);
    assert.deepEqual(coupons, feed.coupons);
    assert.deepEqual(others['policy'], feed.others.policy);
    assert.match(String(others['$schema']), /coupon-feed\.schema\.json$/);
    assert.match(readFileSync(path, 'utf8'), /^\{\n {2}"\$schema": "https:.*",\n {2}"policy": \{[^]*\}\n$/);
  });

  it('keeps the schema that a merchant names', async () => {
    const path = join(folder(), 'coupons.json');
    await writeFeed(path, { coupons: [], others: { $schema: './mine.json' } });
    assert.equal(JSON.parse(readFileSync(path, 'utf8')).$schema, './mine.json');
  });

  it('is not touched where nothing has changed', async () => {
    const path = join(folder(), 'coupons.json');
    await writeFeed(path, { coupons: [], others: {} });
    const before = statSync(path).ino;
    assert.equal(await writeFeed(path, { coupons: [], others: {} }), false);
    assert.equal(statSync(path).ino, before);
  });

  it('may be a bare list before', async () => {
    const path = join(folder(), 'coupons.json');
    writeFileSync(path, '[{ "id": "a" }]');
    assert.deepEqual((await readFeed(path)).coupons, [{ id: 'a' }]);
  });

  for (const text of ['{"name":"my-shop"}', '"coupons"', 'not JSON', '{"coupons":{}}'])
    it(`is never written over ${text}, unless forced`, async () => {
      const path = join(folder(), 'package.json');
      writeFileSync(path, text);
      await assert.rejects(readFeed(path), {
        name: 'ImportError',
        message: /is no feed of coupons.*--force/,
      });
      assert.deepEqual(await readFeed(path, true), { coupons: [], others: {} });
    });

  it('is whole or as it was, and leaves no draft', async () => {
    const place = folder();
    const path = join(place, 'coupons.json');
    mkdirSync(path);
    await assert.rejects(writeFeed(path, { coupons: [], others: {} }), /cannot be written \(EISDIR\)/);
    assert.deepEqual(readdirSync(place), ['coupons.json']);
    await assert.rejects(writeFeed(join(place, 'no', 'coupons.json'), { coupons: [], others: {} }), {
      name: 'ImportError',
      message: /cannot be written \(ENOENT\)/,
    });
  });

  it('stays behind a link, with the rights that it had', async () => {
    const place = folder();
    writeFileSync(join(place, 'real.json'), '[]');
    chmodSync(join(place, 'real.json'), 0o600);
    symlinkSync('real.json', join(place, 'coupons.json'));
    await writeFeed(join(place, 'coupons.json'), { coupons: [{ id: 'a' }], others: {} });
    assert.equal(JSON.parse(readFileSync(join(place, 'real.json'), 'utf8')).coupons.length, 1);
    assert.equal(statSync(join(place, 'real.json')).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(place).sort(), ['coupons.json', 'real.json']);
  });
});
