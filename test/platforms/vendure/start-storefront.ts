/** `npm run start:vendure`: a Vendure server, and a storefront with couponkit in front of it. Ctrl+C ends both. */
import { serveStorefront } from '../../../demo/platforms/vendure/serve-storefront.mjs';
import { startVendure } from './start-vendure.js';

let shopApi = '';
const storefront = await serveStorefront({ port: Number(process.env.PORT ?? 8080), shopApi: () => shopApi });
const vendure = await startVendure({ origins: [storefront.address] });
shopApi = vendure.shopApi;
console.log(`
  storefront   ${storefront.address}/
  Shop API     ${vendure.shopApi}
  Admin API    ${vendure.adminApi}   (${vendure.superadmin.username}, ${vendure.superadmin.password})
`);

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(
    signal,
    () => void Promise.all([storefront.stop(), vendure.stop()]).then(() => process.exit(0)),
  );
