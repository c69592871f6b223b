/** What of a Shopify shop is over? Only how it was called, so that a feed does not keep it: also what was deactivated before the end that a feed may still say. */
import { flag, list, object, text } from '../../model/shape.js';
import { orNull } from './read-shape.js';

export const endedDocument = `
query ($after: String) {
  discountNodes(first: 50, after: $after, query: "status:expired") {
    pageInfo { hasNextPage endCursor }
    nodes {
      discount {
        ... on DiscountCodeBasic { title codes(first: 1) { nodes { code } } }
        ... on DiscountCodeBxgy { title codes(first: 1) { nodes { code } } }
        ... on DiscountCodeFreeShipping { title codes(first: 1) { nodes { code } } }
        ... on DiscountAutomaticBasic { title }
        ... on DiscountAutomaticBxgy { title }
        ... on DiscountAutomaticFreeShipping { title }
      }
    }
  }
}`;

const discount = object({ 'title?': text, 'codes?': object({ nodes: list(object({ code: text })) }) });

export const endedShape = object({
  discountNodes: object({
    pageInfo: object({ hasNextPage: flag, endCursor: orNull(text) }),
    nodes: list(object({ discount })),
  }),
});

/** By its code, or by its title where it has none. */
export function namesOf({ discountNodes }: ReturnType<typeof endedShape>): readonly string[] {
  return discountNodes.nodes.flatMap(
    ({ discount: { codes, title } }) => codes?.nodes[0]?.code ?? title ?? [],
  );
}
