import { createMemoryStorage } from '../../adapters/memory-storage.js';
import type { KeptToken } from '../../../src/adapters/internal/platform-options.js';
import type { TextStorage } from '../../../src/adapters/internal/open-storage.js';
import { ask, type Data } from './ask.js';
import type { Vendure } from './start-vendure.js';

/** A visitor of the shop, who does without couponkit what the shop's own pages do. */
export interface Shopper {
  readonly token: KeptToken;
  /** What the browser keeps. */
  readonly storage: TextStorage;
  /** Returns the data. */
  ask(query: string, variables?: object): Promise<Data>;
  /** Puts as many of each SKU into the cart. */
  add(quantities: Readonly<Record<string, number>>): Promise<void>;
  /** Of a SKU that is in the cart; 0 takes it out. */
  setQuantity(sku: string, quantity: number): Promise<void>;
  /** Returns the error code of a refusal. */
  addCode(code: string): Promise<string | undefined>;
  removeCode(code: string): Promise<void>;
  codes(): Promise<readonly string[]>;
  /** @param fee 500 or 1250 */
  chooseDelivery(fee?: number): Promise<void>;
  /** On the way to payment; returns the order. */
  arrangePayment(email: string): Promise<Data>;
  /** Returns the order, which is paid. */
  pay(): Promise<Data>;
}

/** @param channel the token of another channel than the default one */
export function createShopper(vendure: Pick<Vendure, 'shopApi' | 'variants'>, channel?: string): Shopper {
  let kept: string | undefined;
  const token: KeptToken = { get: () => kept, set: (next) => (kept = next) };
  const send = async (query: string, variables: object = {}): Promise<Data> => {
    const answer = await ask(vendure.shopApi, query, variables, kept, channel);
    kept = answer.token ?? kept;
    return answer.data;
  };
  const must = (order: Data): Data => {
    if (order.errorCode) throw new Error(`${order.errorCode}: ${order.message}`);
    return order;
  };

  return {
    token,
    storage: createMemoryStorage(),
    ask: send,
    async add(quantities) {
      for (const [sku, quantity] of Object.entries(quantities)) {
        const { addItemToOrder } = await send(
          `mutation ($id: ID!, $quantity: Int!) {
            addItemToOrder(productVariantId: $id, quantity: $quantity) { __typename ... on ErrorResult { errorCode message } }
          }`,
          { id: vendure.variants.get(sku), quantity },
        );
        must(addItemToOrder);
      }
    },
    async setQuantity(sku, quantity) {
      const { activeOrder } = await send('{ activeOrder { lines { id productVariant { sku } } } }');
      const { id } = activeOrder.lines.find((line: Data) => line.productVariant.sku === sku);
      const { adjustOrderLine } = await send(
        `mutation ($id: ID!, $quantity: Int!) {
          adjustOrderLine(orderLineId: $id, quantity: $quantity) { __typename ... on ErrorResult { errorCode message } }
        }`,
        { id, quantity },
      );
      must(adjustOrderLine);
    },
    async addCode(code) {
      const { applyCouponCode } = await send(
        'mutation ($code: String!) { applyCouponCode(couponCode: $code) { ... on ErrorResult { errorCode } } }',
        { code },
      );
      return applyCouponCode.errorCode;
    },
    async removeCode(code) {
      await send('mutation ($code: String!) { removeCouponCode(couponCode: $code) { id } }', { code });
    },
    async codes() {
      return (await send('{ activeOrder { couponCodes } }')).activeOrder?.couponCodes ?? [];
    },
    async chooseDelivery(fee = 500) {
      await send(
        'mutation { setOrderShippingAddress(input: { streetLine1: "1 Main Street", countryCode: "US" }) { __typename } }',
      );
      const { eligibleShippingMethods } = await send('{ eligibleShippingMethods { id price } }');
      const { id } = eligibleShippingMethods.find((method: Data) => method.price === fee);
      const { setOrderShippingMethod } = await send(
        'mutation ($id: [ID!]!) { setOrderShippingMethod(shippingMethodId: $id) { __typename ... on ErrorResult { errorCode message } } }',
        { id: [id] },
      );
      must(setOrderShippingMethod);
    },
    async arrangePayment(email) {
      await send(
        'mutation ($email: String!) { setCustomerForOrder(input: { firstName: "Ann", lastName: "Lee", emailAddress: $email }) { __typename } }',
        { email },
      );
      const { transitionOrderToState } = await send(
        'mutation { transitionOrderToState(state: "ArrangingPayment") { ... on Order { state couponCodes total } ... on ErrorResult { errorCode message } } }',
      );
      return must(transitionOrderToState);
    },
    async pay() {
      const { addPaymentToOrder } = await send(
        'mutation { addPaymentToOrder(input: { method: "test", metadata: {} }) { ... on Order { code state couponCodes total } ... on ErrorResult { errorCode message } } }',
      );
      return must(addPaymentToOrder);
    },
  };
}
