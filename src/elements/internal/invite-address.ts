/** How does an invitation stand in an address? */
const parameter = 'invite';

/** Returns the code of the invitation by whose link the page was opened. */
export function readInviteCode(): string | undefined {
  return new URLSearchParams(location.search).get(parameter) ?? undefined;
}

/** @param page the page that friends open; absent: this one, without its own parameters */
export function inviteAddress(code: string, page: string | undefined): string {
  const url = new URL(page ?? location.pathname, document.baseURI);
  url.searchParams.set(parameter, code);
  return url.href;
}
