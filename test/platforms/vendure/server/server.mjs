// A Vendure server with an empty shop, all of it in memory, on a free port: `listens on http://127.0.0.1:PORT`. It ends with its standard input.
import {
  bootstrap,
  dummyPaymentHandler,
  DefaultLogger,
  JobQueueService,
  LanguageCode,
  LogLevel,
  Populator,
} from '@vendure/core';
import { Readable } from 'node:stream';
import { env, exit, stdin, stdout } from 'node:process';

const superadmin = { identifier: env.SUPERADMIN, password: env.SUPERADMIN_PASSWORD };
const pictures = new Map();

const app = await bootstrap({
  apiOptions: {
    hostname: '127.0.0.1',
    port: 0,
    adminApiPath: 'admin-api',
    shopApiPath: 'shop-api',
    // As docs/vendure.md tells a merchant whose storefront is at another address.
    cors: { origin: env.ORIGINS ? env.ORIGINS.split(' ') : false, credentials: true },
    csrfPrevention: true,
    middleware: [{ route: 'assets', handler: sendPicture }],
  },
  authOptions: {
    tokenMethod: ['bearer', 'cookie'],
    superadminCredentials: superadmin,
    requireVerification: false,
    cookieOptions: { secret: 'of a test' },
  },
  dbConnectionOptions: { type: 'sqljs', synchronize: true, logging: false },
  assetOptions: {
    assetStorageStrategy: storeInMemory(),
    assetPreviewStrategy: { generatePreviewImage: async (_context, _mimeType, data) => data },
  },
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  logger: new DefaultLogger({ level: LogLevel.Error }),
});

await app.get(Populator).populateInitialData({
  defaultLanguage: LanguageCode.en,
  defaultZone: 'World',
  countries: [{ code: 'US', name: 'United States', zone: 'World' }],
  taxRates: [{ name: 'Standard', percentage: 20 }],
  shippingMethods: [
    { name: 'Standard', price: 500, taxRate: 20 },
    { name: 'Express', price: 1250, taxRate: 20 },
  ],
  paymentMethods: [
    {
      name: 'Test',
      handler: {
        code: dummyPaymentHandler.code,
        arguments: [{ name: 'automaticSettle', value: 'true' }],
      },
    },
  ],
  collections: [],
});
// Products are put into collections by jobs.
await app.get(JobQueueService).start();
stdin.resume().once('end', () => exit());
stdout.write(`listens on ${(await app.getUrl()).replace('[::1]', '127.0.0.1')}\n`);

/** Pictures are kept as they are. */
function storeInMemory() {
  return {
    async writeFileFromBuffer(name, data) {
      pictures.set(name, data);
      return name;
    },
    async writeFileFromStream(name, stream) {
      const parts = [];
      for await (const part of stream) parts.push(Buffer.from(part));
      pictures.set(name, Buffer.concat(parts));
      return name;
    },
    readFileToBuffer: async (name) => pictures.get(name),
    readFileToStream: async (name) => Readable.from(pictures.get(name)),
    deleteFile: async (name) => void pictures.delete(name),
    fileExists: async (name) => pictures.has(name),
    toAbsoluteUrl: (request, name) => `http://${request.headers.host}/assets/${name}`,
  };
}

function sendPicture(request, response) {
  const picture = pictures.get(decodeURIComponent(request.path.slice(1)));
  if (picture) response.type('svg').send(picture);
  else response.sendStatus(404);
}
