import { regions } from '../../src/conditions/regions.js';
import { conditionContract } from '../contracts/condition-contract.js';

const value = ['CN-31', 'TW'];

conditionContract(regions, {
  good: [value],
  bad: [[[''], '[0]']],
  cases: [
    { claim: "holds for the cart's region", value, cart: { region: 'TW' } },
    { claim: 'does not hold for another', value, cart: { region: 'US' }, refused: [{ required: value }] },
    { claim: 'does not hold before one is chosen', value, refused: [{ required: value }] },
  ],
});
