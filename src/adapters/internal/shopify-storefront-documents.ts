/** What is asked of the Storefront API. Every field is of its published schema: a test validates these documents against it. */

/** Shopify keeps a version for a year; the next ones are asked for by a change here, with the schema in `test/platforms/shopify/`. */
export const storefrontVersion = '2026-10';

/**
 * Which cart, and how many lines at a time. Tags are for those with a token only. A product in more than 30 collections is known by the first 30:
 * without a token, a query has a limit.
 */
const cartFields = /* GraphQL */ `
  fragment CartFields on Cart {
    buyerIdentity {
      countryCode
    }
    cost {
      totalAmount {
        currencyCode
      }
    }
    discountCodes {
      code
      applicable
    }
    lines(first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        quantity
        attributes {
          key
          value
        }
        sellingPlanAllocation {
          sellingPlan {
            id
          }
        }
        cost {
          amountPerQuantity {
            amount
          }
        }
        discountAllocations(lineLevelOnly: false) {
          ...DiscountFields
        }
        merchandise {
          ... on ProductVariant {
            id
            sku
            title
            image {
              url
            }
            product {
              id
              title
              vendor
              productType
              isGiftCard
              tags @include(if: $tags)
              collections(first: 30) {
                nodes {
                  id
                  handle
                }
              }
            }
          }
        }
      }
    }
    deliveryGroups(first: 10) {
      nodes {
        selectedDeliveryOption {
          estimatedCost {
            amount
          }
        }
        discountAllocations {
          ...DiscountFields
        }
      }
    }
  }
  fragment DiscountFields on CartDiscountAllocation {
    discountedAmount {
      amount
    }
    ... on CartCodeDiscountAllocation {
      code
    }
    ... on CartAutomaticDiscountAllocation {
      title
    }
    ... on CartCustomDiscountAllocation {
      title
    }
  }
`;

export const readCartDocument = /* GraphQL */ `
  query ($id: ID!, $first: Int!, $after: String, $tags: Boolean!) {
    cart(id: $id) {
      ...CartFields
    }
  }
  ${cartFields}
`;

export const setCodesDocument = /* GraphQL */ `
  mutation ($id: ID!, $codes: [String!]!, $first: Int!, $after: String, $tags: Boolean!) {
    cartDiscountCodesUpdate(cartId: $id, discountCodes: $codes) {
      cart {
        ...CartFields
      }
      userErrors {
        code
      }
      warnings {
        code
        message
        target
      }
    }
  }
  ${cartFields}
`;
