import { attributes } from '../../src/conditions/attributes.js';
import { conditionContract } from '../contracts/condition-contract.js';

const value = { packaging: 'none', gift: false };

conditionContract(attributes, {
  good: [value, JSON.parse('{"__proto__":"x"}') as Record<string, string>],
  bad: [
    [{ packaging: ['none'] }, '.packaging'],
    [{ packaging: null }, '.packaging'],
  ],
  cases: [
    { claim: 'holds where each has exactly this value', value, cart: { attributes: { ...value, more: 1 } } },
    {
      claim: 'names each that has not',
      value,
      cart: { attributes: { packaging: 'box' } },
      refused: [
        { name: 'packaging', required: 'none' },
        { name: 'gift', required: false },
      ],
    },
    {
      claim: 'does not find what only the prototype has',
      value: { constructor: 'x' },
      cart: { attributes: {} },
      refused: [{ name: 'constructor', required: 'x' }],
    },
  ],
});
