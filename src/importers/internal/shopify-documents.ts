/** What is asked of Shopify's Admin API. Every field is of its published schema: a test validates these documents against it. */

/** Shopify keeps a version for a year. */
export const adminVersion = '2026-10';

/** As many products, variants or collections of one discount are read; one with more is left out. */
export const maxItems = 100;

/** What every discount says, and those with codes beside it. */
const common = `title startsAt endsAt discountClasses
  combinesWith { orderDiscounts productDiscounts shippingDiscounts }
  context { __typename }`;
const codes = 'codes(first: 2) { nodes { code } }';
/** What each kind says beside that, with codes or automatic. */
const kinds = {
  Basic: 'customerGets { ...Gets } minimumRequirement { ...Minimum }',
  Bxgy: 'usesPerOrderLimit customerBuys { ...Buys } customerGets { ...Gets }',
  FreeShipping: `appliesOnOneTimePurchase minimumRequirement { ...Minimum }
    maximumShippingPrice { amount } destinationSelection { ...Destinations }`,
};

/** What is over, or for an app alone to say, is not asked for. */
export const discountsDocument = /* GraphQL */ `
  query ($after: String) {
    shop { currencyCode }
    discountNodes(first: 25, after: $after, query: "status:active,scheduled") {
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        discount {
          __typename
          ${Object.entries(kinds)
            .map(
              ([kind, fields]) => `... on DiscountCode${kind} { ${common} ${codes} ${fields} }
          ... on DiscountAutomatic${kind} { ${common} ${fields} }`,
            )
            .join('\n')}
          ... on DiscountCodeApp { title }
          ... on DiscountAutomaticApp { title }
        }
      }
    }
  }
  fragment Minimum on DiscountMinimumRequirement {
    ... on DiscountMinimumSubtotal {
      greaterThanOrEqualToSubtotal {
        amount
      }
    }
    ... on DiscountMinimumQuantity {
      greaterThanOrEqualToQuantity
    }
  }
  fragment Gets on DiscountCustomerGets {
    appliesOnOneTimePurchase
    items {
      __typename
    }
    value {
      ... on DiscountPercentage {
        percentage
      }
      ... on DiscountAmount {
        appliesOnEachItem
        amount {
          amount
        }
      }
      ... on DiscountOnQuantity {
        quantity {
          quantity
        }
        effect {
          ... on DiscountPercentage {
            percentage
          }
        }
      }
    }
  }
  fragment Buys on DiscountCustomerBuys {
    isOneTimePurchase
    items {
      __typename
    }
    value {
      ... on DiscountQuantity {
        quantity
      }
    }
  }
  fragment Destinations on DiscountShippingDestinationSelection {
    ... on DiscountCountries {
      countries
      includeRestOfWorld
    }
  }
`;

/** The goods of one discount: lists within a list would cost more than Shopify lets one query. */
export const itemsDocument = /* GraphQL */ `
query ($id: ID!) {
  discountNode(id: $id) {
    discount {
      ... on DiscountCodeBasic { customerGets { items { ...Items } } }
      ... on DiscountAutomaticBasic { customerGets { items { ...Items } } }
      ... on DiscountCodeBxgy { customerBuys { items { ...Items } } customerGets { items { ...Items } } }
      ... on DiscountAutomaticBxgy { customerBuys { items { ...Items } } customerGets { items { ...Items } } }
    }
  }
}
fragment Items on DiscountItems {
  ... on DiscountProducts {
    products(first: ${maxItems}) { nodes { id } pageInfo { hasNextPage } }
    productVariants(first: ${maxItems}) { nodes { sku } pageInfo { hasNextPage } }
  }
  ... on DiscountCollections {
    collections(first: ${maxItems}) { nodes { id } pageInfo { hasNextPage } }
  }
}`;
