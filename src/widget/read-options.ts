/** What does the script tag ask for? Its `data-*` attributes, checked, or an error that names the attribute and says what to write. */

export interface ServerSource {
  readonly server: string;
  readonly key: string;
  /** An address of the shop's own backend. */
  readonly shopperToken?: string;
}

export interface WidgetOptions {
  /** Who offers and confirms: the reference server, or coupons that the page gives. */
  readonly source:
    | ServerSource
    /** An address, or `#id` of a JSON script element. */
    | { readonly coupons: string };
  /** An address, or `#id` of a JSON script element. */
  readonly cart: string | undefined;
  /** BCP 47; spoken where the page's `lang` says nothing. */
  readonly locale: string | undefined;
  readonly threshold: 'list' | 'residual' | undefined;
}

/**
 * @param data the script element's `dataset`
 * @param base what the addresses of server and shopper's token are relative to
 */
export function readOptions(
  {
    server,
    key,
    shopperToken,
    coupons,
    cart,
    locale,
    threshold,
  }: Readonly<Record<string, string | undefined>>,
  base: string,
): WidgetOptions {
  if (!server === !coupons)
    fail('server', server, 'give data-server with data-key, or data-coupons, and not both');
  const address = server && absolute(server, base);
  if (server && !address) fail('server', server, 'give an http or https address');
  if (server && !key) fail('key', key, 'give the publishable key of data-server');
  const token = shopperToken && absolute(shopperToken, base);
  if (shopperToken && !(server && token))
    fail('shopper-token', shopperToken, 'give an http or https address, beside data-server');
  if (locale && !isLanguageTag(locale))
    fail('locale', locale, 'give a language tag such as "en" or "zh-Hans"');
  if (threshold && threshold !== 'list' && threshold !== 'residual')
    fail('threshold', threshold, 'give "list" or "residual"');
  return {
    source: address
      ? { server: address, key: key!, ...(token && { shopperToken: token }) }
      : { coupons: coupons! },
    cart,
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

function fail(name: string, value: string | undefined, fix: string): never {
  throw new Error(`data-${name}${value ? `="${value}"` : ''}: ${fix}.`);
}
