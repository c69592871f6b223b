import { storeVariable } from './open-shop.js';

/** All that is asked of campaigns, once more over PostgreSQL: these tests open shops, and shops open what the variable says. */
process.env[storeVariable] = 'postgres';

for (const name of [
  'campaigns',
  'participations',
  'invitations',
  'triggers',
  'issues',
  'store-credit',
  'paid-claims',
]) {
  await import(`./${name}.test.js`);
}
