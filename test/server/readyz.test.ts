import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createHandler, type Handler, type Ledger } from '../../src/server/index.js';
import { LedgerUnavailableError } from '../../src/server/ledgers/ledger.js';
import { openShop, type Shop } from './open-shop.js';

describe('/readyz', () => {
  let shop: Shop;
  let handler: Handler;
  /** What the store does when it is asked. */
  let version: Ledger['documents']['version'];
  before(async () => {
    shop = await openShop([]);
    const { catalog, keys, ledger } = shop;
    version = ledger.documents.version;
    const documents = { ...ledger.documents, version: () => version() };
    handler = await createHandler({
      coupons: [],
      catalog,
      keys,
      ledger: { ...ledger, documents },
      origins: [],
    });
  });
  after(() => shop.close());
  const get = (path: string) => handler(new Request(`https://coupons.example${path}`));

  test('says that the store answers', async () => {
    const answer = await get('/readyz');
    assert.equal(answer.status, 200);
    assert.deepEqual(await answer.json(), { status: 'ok' });
  });

  test('says that the store is away', async () => {
    version = () => Promise.reject(new LedgerUnavailableError('stopped'));
    const answer = await get('/readyz');
    assert.equal(answer.status, 503);
    assert.equal(((await answer.json()) as { code: string }).code, 'unavailable');
  });

  test('says after a second that the store does not answer; the process is alive', async () => {
    version = () => new Promise(() => {});
    const start = performance.now();
    assert.equal((await get('/readyz')).status, 503);
    const took = performance.now() - start;
    assert.ok(took > 950 && took < 2_000, `${took} ms`);
    assert.equal((await get('/healthz')).status, 200);
  });
});
