#!/usr/bin/env node
// `npm start`: the demo shop, with couponkit's server behind it. Ports: `--port 8000 --coupon-port 8787`, or PORT and COUPON_PORT; one
// that is taken becomes the next free one. Ctrl+C ends both.
import { parseArgs } from 'node:util';
import { startDemo } from './server/start-demo.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: process.env.PORT ?? '8000' },
    'coupon-port': { type: 'string', default: process.env.COUPON_PORT ?? '8787' },
  },
});

const demo = await startDemo({ port: Number(values.port), couponPort: Number(values['coupon-port']) });
console.log(`
  Shanhai Market   ${demo.address}/
  coupon server    ${demo.coupons.address}/
`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void demo.stop().then(() => process.exit(0)));
}
