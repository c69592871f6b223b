/**
 * Messages and formats of one language. Formatting is `Intl`'s; nothing here knows a language.
 *
 * A placeholder names a parameter and how to write it: `{amount:money}`, `{until:date}`, `{n:number}`; one without a format is
 * put as it is. `{n:plural:one # item|other # items}` picks by the language's plural rules, or by `=0`.
 */
import { exponentOf } from '../money/exponent.js';
import type { MessageKey, Messages } from '../locales/en.js';
import type { LaterPart } from './later-sections.js';

export type Params = Readonly<Record<string, unknown>>;

export interface Locale {
  /** BCP 47: what `lang` says of the texts. */
  readonly language: string;
  /** Whether there is such a message, and it is loaded. */
  has(key: string): key is MessageKey;
  /** Resolves when a part of the `laterSections` is there, too. Default `later`. */
  loadLater(part: LaterPart): Promise<void>;
  /** The message with its placeholders filled; empty where it is not loaded. `params.currency` is the currency of its amounts. */
  t(key: MessageKey, params?: Params): string;
  /** Minor units → `¥300.00`. `short` drops the decimals of a whole amount. A bare number where no currency is known. */
  money(amount: number, currency: string | undefined, short?: boolean): string;
}

/** Writes a parameter. What comes from outside may be of any type: the answer is a text all the same. */
type Format = (value: never, params: Params, choices: string) => string;

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

export type LoadLater = (part: LaterPart) => Promise<{ readonly messages: Partial<Messages> }>;

/**
 * @param language BCP 47, valid, of the messages' language
 * @param loadLater where `messages` are not all of them
 */
export function createLocale(language: string, messages: Partial<Messages>, loadLater?: LoadLater): Locale {
  // Making a formatter costs more than a hundred uses of it.
  const made = new Map<string, unknown>();

  const keep = <T>(key: string, make: () => T): T => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as T;
  };

  /** @param key names the options */
  const number = (value: number | string, key = '', options?: Intl.NumberFormatOptions) =>
    // A decimal text stays exact where the browser takes one.
    keep(key, () => new Intl.NumberFormat(language, options)).format(value as number);

  const money = (amount: number, currency: string | undefined, short = false, bare = !currency) => {
    const exponent = currency ? exponentOf(currency) : 2;
    const digits = short && amount % 10 ** exponent === 0 ? 0 : exponent;
    return number(`${amount}e-${exponent}`, `${bare || currency} ${digits}`, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      ...(bare
        ? { useGrouping: false }
        : { style: 'currency', currency: currency!, currencyDisplay: 'narrowSymbol' }),
    });
  };

  const formats: Readonly<Record<string, Format>> = {
    number: (value: number) => number(value),
    money: (value: number, { currency }) => money(value, currency as string, true),
    total: (value: number, { currency }) => money(value, currency as string),
    // 满5000: an amount without symbol and grouping.
    bare: (value: number, { currency }) => money(value, currency as string, true, true),
    percent: (value: number) => number(value / 100, '%', { style: 'percent', maximumFractionDigits: 2 }),
    // 八折: what is paid, in tenths. 12.5 off is 8.75.
    tenths: (value: number) =>
      number((10_000 - Math.round(value * 100)) / 1000, '折', { maximumFractionDigits: 3 }),
    // The zone is that of the text's own offset, which is named; `Z` is shown in the reader's zone.
    date(iso: string) {
      const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? [];
      const at =
        Date.parse(iso) + (sign ? Number(sign + hours) * hourMs + Number(sign + minutes) * minuteMs : 0);
      if (Number.isNaN(at)) return '';
      const text = keep(
        sign ? 'date' : 'zoned',
        () =>
          new Intl.DateTimeFormat(language, {
            year: 'numeric',
            month: 'short',
            day: 'numeric',
            hour: '2-digit',
            minute: '2-digit',
            ...(sign ? { timeZone: 'UTC' } : { timeZoneName: 'short' }),
          }),
      ).format(at);
      return sign ? `${text} (GMT${sign}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`})` : text;
    },
    // Milliseconds → "in 3 days", in the largest unit that is full.
    relative(ms: number) {
      const unit = ms < hourMs ? minuteMs : ms < dayMs ? hourMs : dayMs;
      return keep('relative', () => new Intl.RelativeTimeFormat(language)).format(
        Math.trunc(ms / unit),
        unit === minuteMs ? 'minute' : unit === hourMs ? 'hour' : 'day',
      );
    },
    // Milliseconds → "03:12:09".
    clock: (ms: number) =>
      [hourMs, minuteMs, 1000]
        .map((unit, index) => Math.floor(ms / unit) % (index ? 60 : Infinity))
        .map((part) => `${part}`.padStart(2, '0'))
        .join(':'),
    plural(value: number, _, choices) {
      const category = keep('plural', () => new Intl.PluralRules(language)).select(value);
      const forms = choices.split('|').map((choice) => choice.split(/ (.*)/s) as [string, string]);
      const form = forms.find(([name]) => name === `=${value}`) ?? forms.find(([name]) => name === category);
      return (form ?? forms.at(-1)!)[1].replace('#', number(value));
    },
  };

  return {
    language,
    has: (key): key is MessageKey => Object.hasOwn(messages, key),
    async loadLater(part) {
      const more = await loadLater?.(part);
      messages = { ...messages, ...more?.messages };
    },
    t: (key, params = {}) =>
      (messages[key] ?? '').replace(
        /\{(\w+):?(\w*):?([^}]*)\}/g,
        (_, name: string, how: string, choices: string) => {
          const value = params[name];
          return formats[how]?.(value as never, params, choices) ?? String(value ?? '');
        },
      ),
    money,
  };
}
