/** Whether a request is one of Next.js to the page's own address: storefronts of the platforms' own makers change the cart on their servers that way. @param url absolute */
export function isServerAction(url: string): boolean {
  const { origin, pathname, searchParams } = new URL(url);
  return origin === location.origin && pathname === location.pathname && !searchParams.has('_rsc');
}
