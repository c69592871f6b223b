import type { Text } from '../model/coupon.js';
import { matchLanguage } from './languages.js';

/** Returns a merchant's text in the language that is wanted, else in English, else in any; empty where there is none. */
export function pickText(text: Text | undefined, language: string): string {
  if (typeof text !== 'object') return text ?? '';
  const wanted = matchLanguage(language);
  const key = Object.keys(text).find((tag) => tag === language || matchLanguage(tag) === wanted);
  return text[language] ?? text[key ?? 'en'] ?? Object.values(text)[0] ?? '';
}
