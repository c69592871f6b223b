/** Against a real Medusa 2.21 on PostgreSQL: nothing is recorded, and nothing stands in. Run by hand: `npm run test:medusa`. */
import { after, before } from 'node:test';
import { contractFeed, platformContract } from '../../contracts/platform-contract.js';
import { createShopper } from './create-shopper.js';
import { openMedusa, type Medusa } from './open-medusa.js';
import { setUpShop, type MedusaShop } from './set-up-shop.js';

let medusa: Medusa;
let shop: MedusaShop;
before(async () => {
  medusa = await openMedusa();
  shop = await setUpShop(medusa);
});
after(() => medusa?.close());

platformContract('medusa', async () => ({
  capabilities: { reasons: 'missing', allocations: 'native' },
  privateCode: 'SHIRT20',
  visit: () => createShopper(shop, { Mug: 1, Shirt: 1, Sticker: 1 }, { coupons: contractFeed }),
}));
