import { adversarial } from './adversarial.js';
import { crossing } from './crossing.js';
import { exact } from './exact.js';
import type { Instance } from './instance.js';
import { market, oneShop, small } from './market.js';

/** What is measured, each seed another instance. bench/README.md says what each is like. */
export interface Family {
  readonly name: string;
  readonly draw: (seed: number) => Instance;
}

export const families: readonly Family[] = [
  { name: 'small 5 × 20', draw: small },
  { name: 'market 50 × 100, 10 shops', draw: (seed) => market(seed, 50, 100, 10) },
  { name: 'market 500 × 1000, 100 shops', draw: (seed) => market(seed, 500, 1_000, 100) },
  { name: 'one shop 500 × 1000', draw: oneShop },
  { name: 'crossing 50 × 100, 10 shops', draw: (seed) => crossing(seed, 50, 100, 10) },
  { name: 'crossing 500 × 1000, 100 shops', draw: (seed) => crossing(seed, 500, 1_000, 100) },
  { name: 'adversarial 25 × 100', draw: adversarial },
];

/** Those that a linear program can express. */
export const exactFamilies: readonly Family[] = [
  { name: 'exact 5 × 20, 2 shops', draw: (seed) => exact(seed, 5, 20, 2) },
  { name: 'exact 50 × 100, 10 shops', draw: (seed) => exact(seed, 50, 100, 10) },
  { name: 'exact 500 × 1000, 100 shops', draw: (seed) => exact(seed, 500, 1_000, 100) },
];
