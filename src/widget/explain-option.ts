/** What to write instead of an attribute that is wrong. Loaded only where one is. */
import type { Problem } from '../model/problem.js';
import type { AttributeName, WidgetData } from './read-options.js';

const fixes: Readonly<Record<AttributeName, string>> = {
  server: 'give data-server with data-key, or data-coupons, and not both',
  key: 'give the publishable key of data-server',
  'shopper-token': 'give an http or https address, beside data-server',
  locale: 'give a language tag such as "en" or "zh-Hans"',
  threshold: 'give "list" or "residual"',
};

/** @param data the script element's `dataset` */
export function explainOption(name: AttributeName, data: WidgetData): Error {
  const value = data[name === 'shopper-token' ? 'shopperToken' : name];
  const isBadAddress = name === 'server' && value && !data['coupons'];
  const fix = isBadAddress ? 'give an http or https address' : fixes[name];
  return new Error(`data-${name}${value ? `="${value}"` : ''}: ${fix}.`);
}

/** @param source where they come from: `data-cart` */
export function explainProblems(source: string, problems: readonly Problem[]): Error {
  return new Error(`${source}: ${problems.map(({ path, code }) => `${path} ${code}`).join(', ')}`);
}
