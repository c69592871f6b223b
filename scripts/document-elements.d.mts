/** Returns `docs/theming.md` as the manifest would have it. */
export function documentElements(): Promise<string>;
