import type { Subcommand } from './subcommand.js';
import { withServerPackages } from './with-server-packages.js';

/** Starts the coupon server. */
export const serve: Subcommand = {
  help: () => `couponkit serve --coupons coupons.json --catalog catalog.json --origins https://shop.example

  --coupons             the file of coupons
  --catalog             the file of products with their prices
  --origins             the shop's origins, separated by commas
  --host, --port        where it listens; 127.0.0.1 and 8787 unless given
  --store               file:PATH, or postgres://…; file:./couponkit.db unless given
  --store-connections   how many connections to PostgreSQL; 10
  --publishable-key     pk_…; made at the first start
  --shopper-keys        the file of public keys of the shoppers' tokens
  --address-rate        requests a minute and address prefix; 3000
  --shopper-rate        requests a minute and shopper; 120
  --hold-seconds        how long a hold lives; 900
  --time-zone           whose midnight ends a day of the books; UTC
  --metrics-port        serves /metrics on a port of its own
  --log                 off, error or info; error
  --drain-ms            how long it goes on answering once told to stop; 200
  --trust-proxy         the shopper's address is the last of X-Forwarded-For
  --rotate-keys         signs with a new key from now on`,

  async run(args) {
    await withServerPackages(async () => (await import('../server/run-server.js')).runServer(args));
    return 0;
  },
};
