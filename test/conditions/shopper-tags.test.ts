import { shopperTags } from '../../src/conditions/shopper-tags.js';
import { conditionContract } from '../contracts/condition-contract.js';

const value = ['vip', 'staff'];

conditionContract(shopperTags, {
  good: [value],
  bad: [
    [[], ''],
    [['vip', 1], '[1]'],
  ],
  cases: [
    { claim: 'holds with any one of the tags', value, shopper: { tags: ['new', 'staff'] } },
    {
      claim: 'does not hold for somebody without',
      value,
      shopper: { tags: ['new'] },
      refused: [{ required: value }],
    },
    { claim: 'does not hold for a stranger', value, refused: [{ required: value }] },
  ],
});
