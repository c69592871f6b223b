/** Which languages there are. A page loads only the one that it speaks, and where its file is cut, what is said first. */
import type { Messages } from '../locales/en.js';
import { createLocale, type LoadLater, type Locale } from './create-locale.js';

export const languages = {
  en: () => import('../locales/en.js'),
  'zh-Hans': () => import('../locales/zh-hans.js'),
  'zh-Hant': () => import('../locales/zh-hant.js'),
} satisfies Record<string, () => Promise<Spoken>>;

/** What a language's file says. */
export interface Spoken {
  readonly messages: Messages;
  /** Present where the build has cut the file: gives what `messages` lacks. */
  readonly loadLater?: LoadLater;
}

export type Language = keyof typeof languages;

/** Returns the language to speak for a BCP 47 tag: `zh-HK` → `zh-Hant`; `en` where none fits. */
export function matchLanguage(tag: string): Language {
  const { language, script } = parseTag(tag)?.maximize() ?? {};
  return (
    ([`${language}-${script}`, language].find((name) => name! in languages) as Language | undefined) ?? 'en'
  );
}

/** Returns the messages and the formats for a BCP 47 tag, whose regional habits are kept where its language is spoken. */
export async function loadLocale(tag: string): Promise<Locale> {
  const language = matchLanguage(tag);
  const { messages, loadLater }: Spoken = await languages[language]();
  const wanted = parseTag(tag);
  return createLocale(
    wanted && language.startsWith(wanted.language) ? `${wanted}` : language,
    messages,
    loadLater,
  );
}

function parseTag(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replace(/_/g, '-'));
  } catch {
    return undefined;
  }
}
