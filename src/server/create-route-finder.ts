import type { Route } from './route.js';

/** The routes of one address, which differ by method, and what stands in it for their parameters. */
export interface Found {
  readonly routes: readonly Route[];
  readonly parameters: Readonly<Record<string, string>>;
}

/** A parameter may be stored: no control characters, no halves of surrogate pairs. */
const storable = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** Returns what finds the routes of an address; none are found where there is nothing. */
export function createRouteFinder(routes: readonly Route[]): (path: string) => Found {
  const fixed = new Map<string, Route[]>();
  const patterns = new Map<string, { pattern: RegExp; routes: Route[] }>();
  for (const route of routes) {
    if (!route.path.includes('{')) {
      fixed.set(route.path, [...(fixed.get(route.path) ?? []), route]);
      continue;
    }
    const known = patterns.get(route.path);
    if (known) known.routes.push(route);
    else patterns.set(route.path, { pattern: patternOf(route.path), routes: [route] });
  }

  return (path) => {
    const routes = fixed.get(path);
    if (routes) return { routes, parameters: {} };
    for (const { pattern, routes } of patterns.values()) {
      const groups = pattern.exec(path)?.groups;
      const parameters = groups && decode(groups);
      if (parameters) return { routes, parameters };
    }
    return { routes: [], parameters: {} };
  };
}

/** `/v1/claims/{id}/confirmations` → `^/v1/claims/(?<id>[^/]+)/confirmations$` */
function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function decode(groups: Readonly<Record<string, string>>): Record<string, string> | undefined {
  try {
    const decoded = Object.entries(groups).map(([name, text]) => [name, decodeURIComponent(text)] as const);
    return decoded.every(([, text]) => storable.test(text)) ? Object.fromEntries(decoded) : undefined;
  } catch {
    return undefined;
  }
}
