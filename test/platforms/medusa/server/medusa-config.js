// A Medusa of its own for the tests: no Redis (the modules in memory), no dashboard.
const { defineConfig } = require('@medusajs/framework/utils');

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { connection: { ssl: false } },
    http: {
      storeCors: process.env.STORE_CORS,
      adminCors: '/./',
      authCors: '/./',
      jwtSecret: 'tests',
      cookieSecret: 'tests',
    },
  },
  admin: { disable: true },
});
