/** For a shop platform that has no adapter here: answer a {@link Platform}, and have the rest from `createPlatformAdapter`. */
export { createPlatformAdapter } from './internal/create-platform-adapter.js';
export type {
  AskPlatform,
  CodesAnswer,
  Platform,
  PlatformAnswer,
  PlatformCart,
  PlatformDiscount,
  PlatformRequest,
  RefusedCode,
} from './internal/platform.js';
export type { CheckingEngine, KeptToken, PlatformOptions } from './internal/platform-options.js';
