/** What is asked of Shopify's Admin API. Every field is of its published schema: a test validates these documents against it. */

/** Shopify keeps a version for a year. */
export const adminVersion = '2026-10';

/** As many products, variants or collections of one discount are read; one with more is left out. */
export const maxItems = 100;

/** What is over, or for an app alone to say, is not asked for. */
export const discountsDocument = /* GraphQL */ `
  query ($after: String) {
    shop {
      currencyCode
    }
    discountNodes(first: 25, after: $after, query: "status:active,scheduled") {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        discount {
          __typename
          ... on DiscountCodeBasic {
            title
            startsAt
            endsAt
            discountClasses
            codes(first: 2) {
              nodes {
                code
              }
            }
            combinesWith {
              orderDiscounts
              productDiscounts
              shippingDiscounts
            }
            context {
              __typename
            }
            customerGets {
              ...Gets
            }
            minimumRequirement {
              ...Minimum
            }
          }
          ... on DiscountCodeBxgy {
            title
            startsAt
            endsAt
            discountClasses
            usesPerOrderLimit
            codes(first: 2) {
              nodes {
                code
              }
            }
            combinesWith {
              orderDiscounts
              productDiscounts
              shippingDiscounts
            }
            context {
              __typename
            }
            customerBuys {
              ...Buys
            }
            customerGets {
              ...Gets
            }
          }
          ... on DiscountCodeFreeShipping {
            title
            startsAt
            endsAt
            discountClasses
            appliesOnOneTimePurchase
            codes(first: 2) {
              nodes {
                code
              }
            }
            combinesWith {
              orderDiscounts
              productDiscounts
              shippingDiscounts
            }
            context {
              __typename
            }
            minimumRequirement {
              ...Minimum
            }
            maximumShippingPrice {
              amount
            }
            destinationSelection {
              ...Destinations
            }
          }
          ... on DiscountCodeApp {
            title
          }
          ... on DiscountAutomaticBasic {
            title
            startsAt
            endsAt
            discountClasses
            combinesWith {
              orderDiscounts
              productDiscounts
              shippingDiscounts
            }
            context {
              __typename
            }
            customerGets {
              ...Gets
            }
            minimumRequirement {
              ...Minimum
            }
          }
          ... on DiscountAutomaticBxgy {
            title
            startsAt
            endsAt
            discountClasses
            usesPerOrderLimit
            combinesWith {
              orderDiscounts
              productDiscounts
              shippingDiscounts
            }
            context {
              __typename
            }
            customerBuys {
              ...Buys
            }
            customerGets {
              ...Gets
            }
          }
          ... on DiscountAutomaticFreeShipping {
            title
            startsAt
            endsAt
            discountClasses
            appliesOnOneTimePurchase
            combinesWith {
              orderDiscounts
              productDiscounts
              shippingDiscounts
            }
            context {
              __typename
            }
            minimumRequirement {
              ...Minimum
            }
            maximumShippingPrice {
              amount
            }
            destinationSelection {
              ...Destinations
            }
          }
          ... on DiscountAutomaticApp {
            title
          }
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
