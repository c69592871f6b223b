/** What does the script tag ask for? Its `data-*` attributes, checked. */

export interface ServerSource {
  readonly server: string;
  readonly key: string;
  /** An address of the shop's own backend. */
  readonly shopperToken?: string;
}

export interface LocalSource {
  /** An address, or `#id` of a JSON script element. */
  readonly coupons: string;
}

export interface WidgetOptions {
  /** Who offers and confirms: the reference server, or coupons that the page gives. A platform reads attributes of its own. */
  readonly source: ServerSource | LocalSource;
  /** BCP 47; spoken where the page's `lang` says nothing. */
  readonly locale: string | undefined;
  readonly threshold: 'list' | 'residual' | undefined;
}

export type WidgetData = Readonly<Record<string, string | undefined>>;

/** An attribute, without `data-`. */
export type AttributeName = 'server' | 'key' | 'shopper-token' | 'locale' | 'threshold';

/**
 * Returns the options, or the attribute that is wrong.
 * @param data the script element's `dataset`
 * @param base what the addresses of server and shopper's token are relative to
 */
export function readOptions(
  { platform, server, key, shopperToken, coupons, locale, threshold }: WidgetData,
  base: string,
): WidgetOptions | AttributeName {
  const address = server && absolute(server, base);
  const token = shopperToken && absolute(shopperToken, base);
  if (!platform) {
    if (!server === !coupons || (server && !address)) return 'server';
    if (server && !key) return 'key';
  }
  if (shopperToken && !(server && token)) return 'shopper-token';
  if (locale && !isLanguageTag(locale)) return 'locale';
  if (threshold && threshold !== 'list' && threshold !== 'residual') return 'threshold';
  return {
    source: address
      ? { server: address, key: key!, ...(token && { shopperToken: token }) }
      : { coupons: coupons! },
    locale,
    threshold: threshold as WidgetOptions['threshold'],
  };
}

/** Returns nothing where that is no address of the web. */
function absolute(address: string, base: string): string | undefined {
  try {
    const { href } = new URL(address, base);
    return /^https?:/.test(href) ? href : undefined;
  } catch {
    return undefined;
  }
}

function isLanguageTag(tag: string): boolean {
  try {
    return !!Intl.getCanonicalLocales(tag);
  } catch {
    return false;
  }
}
