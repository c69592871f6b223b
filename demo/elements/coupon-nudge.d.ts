import type { ElementState } from './stage.js';

export const states: readonly ElementState[];
