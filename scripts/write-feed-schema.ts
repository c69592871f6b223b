// Writes dist/coupon-feed.schema.json: a part of the build.
import { writeFileSync } from 'node:fs';
import { createFeedSchema } from './create-feed-schema.js';

writeFileSync('dist/coupon-feed.schema.json', `${JSON.stringify(createFeedSchema(), null, 2)}\n`);
