// A Medusa of its own for the tests: no Redis (the modules in memory), no dashboard, pages of any origin.
const { defineConfig } = require('@medusajs/framework/utils');

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { connection: { ssl: false } },
    http: { storeCors: '/./', adminCors: '/./', authCors: '/./', jwtSecret: 'tests', cookieSecret: 'tests' },
  },
  admin: { disable: true },
});
