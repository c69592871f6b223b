import type { InputPluginOption, TreeshakingOptions } from 'rollup';

/** What every bundle for a page goes through. */
export const pagePlugins: InputPluginOption[];

/** Which modules do something by themselves. */
export const treeshake: TreeshakingOptions;
