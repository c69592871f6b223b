import type { InputPluginOption } from 'rollup';

/** What every bundle for a page goes through. */
export const pagePlugins: InputPluginOption[];
