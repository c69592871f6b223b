/**
 * Targeting for pages with the script tag: `data-targeting` names the rules, and nothing of them is loaded before the shopper consents. What the page is about is
 * told by the tag (`data-product`, `data-page-tags`), by a `coupon-claim`, and by the page's schema.org JSON-LD.
 */
import { readProduct } from '../elements/internal/read-product.js';
import type { Session } from '../stores/session.js';
import { createTargeting, type Scene, type Targeting } from '../targeting/create-targeting.js';
import { forgetTargeting } from '../targeting/keep-memory.js';
import { parseRules } from '../targeting/parse-rules.js';
import type { SceneProduct } from '../targeting/rule.js';

/** Resolves to the targeting that is there then; to nothing where there is none. */
export type Consent = (given: boolean) => Promise<Targeting | undefined>;

/**
 * @param data the script element's `dataset`
 * @param readJson reads what an attribute names
 */
export function createConsent(
  data: Readonly<Record<string, string | undefined>>,
  session: Session,
  readJson: (attribute: string, source: string) => Promise<unknown>,
  report: (error: unknown) => void,
): Consent {
  let targeting: Targeting | undefined;
  let starting: Promise<void> | undefined;
  let isGiven = false;

  const start = async (source: string): Promise<void> => {
    const rules = await readJson('data-targeting', source);
    const parsed = parseRules(rules);
    if (!parsed.ok) {
      const problems = parsed.problems.map(({ path, code }) => `${path} ${code}`);
      throw new Error(`data-targeting="${source}": ${problems.join(', ')}`);
    }
    targeting = createTargeting({ session, rules, scene: await readScene(data) });
  };

  return async (given) => {
    isGiven = given;
    if (!given && !targeting) forgetTargeting();
    const { targeting: source } = data;
    if (given && source) {
      starting ??= start(source);
      await starting.catch((error: unknown) => {
        starting = undefined;
        report(error);
      });
    }
    // The last word counts, also one that was said meanwhile.
    targeting?.consent(isGiven);
    return targeting;
  };
}

async function readScene(data: Readonly<Record<string, string | undefined>>): Promise<Scene> {
  return { product: await findProduct(data['product']), tags: listOf(data['pageTags'] ?? null) };
}

/** A page with many products has none of its own: one is only looked for where the page names it, or has a `coupon-claim`. */
async function findProduct(named: string | undefined): Promise<SceneProduct | undefined> {
  const claim = document.querySelector('coupon-claim');
  const attribute = (name: string) => claim?.getAttribute(name) || undefined;
  const wanted = named ?? attribute('product') ?? attribute('sku');
  if (!claim && wanted === undefined) return undefined;
  const found = await readProduct(document, wanted);
  const product = wanted ?? found?.product;
  if (product === undefined) return undefined;
  const facts = {
    sku: attribute('sku') ?? found?.sku,
    shop: attribute('shop') ?? found?.shop,
    brand: attribute('brand') ?? found?.brand,
    categories: listOf(claim?.getAttribute('categories') ?? null) ?? found?.categories,
    tags: listOf(claim?.getAttribute('tags') ?? null),
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { product, ...Object.fromEntries(known) };
}

/** `sale, eco` → both. */
function listOf(text: string | null): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}
