export * from './cart.js';
export * from './coupon.js';
export * from './policy.js';
export * from './problem.js';
export * from './quote.js';
export * from './refusal.js';
export * from './scope.js';
export * from './shopper.js';
