import { after } from 'node:test';
import * as engine from '../../../src/engine/index.js';
import { createMemoryStorage } from '../../adapters/memory-storage.js';
import { contractFeed, platformContract } from '../../contracts/platform-contract.js';
import { createPlainAdapter } from './create-plain-adapter.js';
import { openPlainShop, type PlainShop } from './open-plain-shop.js';

let shop: PlainShop | undefined;
after(() => shop?.close());

platformContract('a plain platform', async () => {
  const { origin, openCart } = (shop = await openPlainShop());
  return {
    capabilities: { reasons: 'native', allocations: 'native' },
    privateCode: 'SHIRT20',
    async visit() {
      const cart = openCart();
      const storage = createMemoryStorage();
      return {
        open: () =>
          createPlainAdapter({
            server: origin,
            token: { get: () => cart.id },
            coupons: contractFeed,
            engine,
            storage,
          }),
        codes: async () => cart.codes,
        addCode: async (code) => void cart.setCodes([...cart.codes, code]),
        removeCode: async (code) => void cart.setCodes(cart.codes.filter((each) => each !== code)),
        changeCart: async () => cart.setQuantity('mug', 2),
      };
    },
  };
});
