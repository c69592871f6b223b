/** Measures the first call of `best` in this process, on the instance that comes in as JSON; prints milliseconds. Started by best.ts. */
import { readFileSync } from 'node:fs';
import { best } from '../src/engine/index.js';
import type { Instance } from './instances/instance.js';
import { time } from './measure.js';

const { cart, coupons, options } = JSON.parse(readFileSync(0, 'utf8')) as Instance;
console.log(time(() => best(cart, coupons, { ...options, compare: false })));
