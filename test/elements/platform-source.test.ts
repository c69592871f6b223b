import { assert } from 'chai';
import { startSession } from '../../src/widget/start-session.js';
import { createAdapter } from '../../src/widget/platform-source.js';
import { readOptions, type WidgetData, type WidgetOptions } from '../../src/widget/read-options.js';

describe('the adapter of a script tag with a platform', () => {
  const create = (data: WidgetData) => {
    const options = readOptions(data, document.baseURI) as WidgetOptions;
    const coupons = Promise.resolve([]);
    return createAdapter(
      options,
      {
        createAdapter,
        engine: () => import('../../src/widget/page-engine.js'),
        cart: undefined,
        coupons,
        readJson: () => coupons,
        report: () => {},
      },
      data,
    );
  };
  const failureOf = async (data: WidgetData): Promise<string> => {
    try {
      await create(data);
    } catch (error) {
      return (error as Error).message;
    }
    return assert.fail(`nothing is wrong with ${JSON.stringify(data)}`);
  };

  const wrong: readonly (readonly [WidgetData, RegExp])[] = [
    [{ platform: 'magento' }, /^data-platform="magento": give one of commercetools, medusa/],
    [{ platform: 'toString' }, /^data-platform="toString": give one of/],
    [{ platform: 'vendure', server: 'http://' }, /^data-server="http:\/\/": give an http or https address/],
    [{ platform: 'vendure', server: 'javascript:1' }, /^data-server="javascript:1": give an http or https/],
    [{ platform: 'vendure', basis: 'Net' }, /^data-basis="Net": give "net" or "gross"/],
    [{ platform: 'commercetools' }, /^data-server: give /],
    [{ platform: 'ucp', server: '/ucp' }, /^data-key: give /],
    [{ platform: 'vendure', cart: '/cart.json' }, /^data-cart="\/cart.json": leave it out/],
    [{ platform: 'vendure', server: '/a', shopperToken: '/t' }, /^data-shopper-token="\/t": leave it out/],
  ];
  for (const [data, message] of wrong)
    it(`names the attribute that is wrong in ${JSON.stringify(data)}`, async () => {
      assert.match(await failureOf(data), message);
    });

  it('names the feed where a coupon of it is no good, also beside a server', async () => {
    const coupons = Promise.resolve([{ id: 'bad' }]);
    const data = { platform: 'vendure', server: '/test/none', coupons: '/coupons.json' };
    const reported = new Promise<unknown>((resolve) => {
      void startSession(data, {
        createAdapter,
        engine: () => import('../../src/widget/page-engine.js'),
        cart: undefined,
        coupons,
        readJson: () => coupons,
        report: resolve,
      }).then(async (session) => {
        await session.loadOffers();
        session.destroy();
      });
    });
    assert.match(((await reported) as Error).message, /^data-coupons: \[0\]\.benefit required/);
  });

  it('takes an address that is relative to the page, and reads a cookie that was not encoded', async () => {
    document.cookie = 'vendure-auth-token=100%';
    try {
      const adapter = await create({ platform: 'vendure', server: '/test/none' });
      assert.include(adapter.name, `${location.origin}/test/none`);
      const failure = await adapter.cart!()
        .read({ signal: new AbortController().signal })
        .catch((error: unknown) => error as Error);
      assert.equal((failure as Error).name, 'AdapterError');
    } finally {
      document.cookie = 'vendure-auth-token=; max-age=0';
    }
  });
});
