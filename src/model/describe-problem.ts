/** What does a problem mean to whoever wrote the file? One sentence, in English, for commands. */
import type { Problem } from './problem.js';

type Params = Problem['params'];

const sentences: Readonly<Record<string, string | ((params: Params) => string)>> = {
  // Its form.
  'not-a-text': 'A text that is not empty is needed.',
  'not-a-boolean': 'Only true or false can stand here.',
  'not-an-integer': 'A whole number is needed; amounts are in minor units: 12.50 is 1250.',
  'too-small': ({ min }) => `It must be at least ${min}.`,
  'too-large': ({ max }) => `It must be at most ${max}.`,
  'not-one-of': ({ values }) => `It must be one of: ${(values as unknown[]).join(', ')}.`,
  'not-a-list': 'A list is needed: […].',
  'too-short': ({ min }) => `The list needs at least ${min} of them.`,
  'not-an-object': 'An object is needed: {…}.',
  required: ({ fields }) =>
    fields ? `One of these is missing: ${(fields as string[]).join(', ')}.` : 'It is missing.',
  'unknown-field': 'Nothing has this name; is it misspelt?',
  'not-a-date-with-offset':
    'A date with time and offset is needed, such as 2026-11-01T00:00:00+08:00, of a day that the calendar has.',
  'not-a-currency': 'The three capital letters of a currency are needed, such as EUR.',
  'not-a-scalar': 'A text, a number, true or false is needed.',
  'not-a-percentage': 'A percentage up to 100 with at most two decimals is needed; 20 is 20% off.',
  duplicate: 'There is another one with the same.',
  // A coupon as a whole.
  'not-after-start': ({ validFrom, opensAt }) => `It ends before it starts, at ${validFrom ?? opensAt}.`,
  'wrong-layer': ({ layer, kind }) => `A benefit "${kind}" cannot be in the layer "${layer}".`,
  'not-below-threshold': ({ threshold }) =>
    `It takes off all of the ${threshold} that must be spent, or more.`,
  'no-threshold': 'It takes an amount off whatever is bought; is no minimum spend meant?',
  'no-cap': 'It takes a percentage off however much is bought; is no maximum meant?',
  'not-one-reward':
    'Exactly one of amount, percentOff and price is needed (in a tier: of amount and percentOff).',
  'not-one-threshold': 'Each tier needs exactly one of minSpend and minQuantity, all tiers the same.',
  'out-of-order': 'Tiers stand from the lowest to the highest.',
  'goes-down': 'It takes off less than the tier before.',
  'excludes-all': 'All that it reaches is excluded, so it gives nothing.',
  // Store credit and campaigns.
  'not-for-credit': 'Store credit cannot have it.',
  'not-credit': 'Only store credit can have it.',
  'no-limit': 'Nothing limits how many are given.',
  'above-budget': ({ worth, budget }) =>
    `What is given is worth ${worth}, more than the budget of ${budget}.`,
  'above-stock': ({ stock }) => `There are only ${stock} of it.`,
  'not-with-again': 'It cannot stand beside again.',
  'only-of-orders': 'Only orders have it.',
  'only-of-triggers': 'Only triggers have it.',
  'unknown-coupon': ({ coupon }) => `There is no coupon "${coupon}" in this file.`,
  disabled: 'The coupon is disabled, so nobody gets it.',
  'ends-before-opening': 'The coupon ends before the campaign opens.',
  'ends-before-close': 'The coupon ends before the campaign closes.',
};

/** Returns the sentence, without the place. A code that is not known here (a shop's own kinds have theirs) is said as it is. */
export function describeProblem({ code, params }: Problem): string {
  const sentence = Object.hasOwn(sentences, code) ? sentences[code]! : `${code} ${JSON.stringify(params)}`;
  return typeof sentence === 'string' ? sentence : sentence(params);
}
