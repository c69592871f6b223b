/**
 * Messages and formats of one language. Formatting is `Intl`'s; nothing here knows a language.
 *
 * A placeholder names a parameter and how to write it: `{amount:money}`, `{until:date}`, `{n:number}`; one without a format is
 * put as it is. `{n:plural:one # item|other # items}` picks by the language's plural rules, or by `=0`.
 */
import { exponentOf } from '../money/exponent.js';
import type { MessageKey, Messages } from '../locales/en.js';

export type Params = Readonly<Record<string, unknown>>;

export interface Locale {
  /** BCP 47: what `lang` says of the texts. */
  readonly language: string;
  has(key: string): key is MessageKey;
  /** The message with its placeholders filled. `params.currency` is the currency of its amounts. */
  t(key: MessageKey, params?: Params): string;
  /** Minor units → `¥300.00`. `short` drops the decimals of a whole amount. A bare number where no currency is known. */
  money(amount: number, currency: string | undefined, short?: boolean): string;
  number(value: number): string;
  /** 20 → `20%`. */
  percent(value: number): string;
  /** ISO 8601 → date and time in the zone of its own offset, which is named; `Z` is shown in the reader's zone. */
  date(iso: string): string;
  /** Milliseconds from now → `in 3 days`, in the largest unit that is full. */
  relative(ms: number): string;
  /** Milliseconds → `2d 03:12:09`. */
  countdown(ms: number): string;
}

type Format = (value: never, params: Params, choices: string) => string;

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** @param language BCP 47, valid, of the messages' language */
export function createLocale(language: string, messages: Messages): Locale {
  // Making a formatter costs more than a hundred uses of it.
  const made = new Map<string, Intl.NumberFormat>();

  const format = (value: number | string, options: Intl.NumberFormatOptions = {}) => {
    const key = JSON.stringify(options);
    let formatter = made.get(key);
    if (!formatter) made.set(key, (formatter = new Intl.NumberFormat(language, options)));
    return formatter.format(value as number);
  };

  const money = (amount: number, currency: string | undefined, short = false, bare = !currency) => {
    const exponent = currency ? exponentOf(currency) : 2;
    const digits = short && amount % 10 ** exponent === 0 ? 0 : exponent;
    return format(`${amount}e-${exponent}`, {
      ...(bare
        ? { useGrouping: false }
        : { style: 'currency', currency: currency!, currencyDisplay: 'narrowSymbol' }),
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  };

  const percent = (value: number) => format(value / 100, { style: 'percent', maximumFractionDigits: 2 });

  const date = (iso: string) => {
    const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(iso) ?? [];
    if (Number.isNaN(Date.parse(iso))) return '';
    const shiftMs = sign ? Number(sign + hours) * hourMs + Number(sign + minutes) * minuteMs : 0;
    const text = new Intl.DateTimeFormat(language, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      ...(sign ? { timeZone: 'UTC' } : { timeZoneName: 'short' }),
    }).format(Date.parse(iso) + shiftMs);
    return sign ? `${text} (GMT${sign}${Number(hours)}${minutes === '00' ? '' : `:${minutes}`})` : text;
  };

  const relative = (ms: number) => {
    const unit = Math.abs(ms) < hourMs ? minuteMs : Math.abs(ms) < dayMs ? hourMs : dayMs;
    return new Intl.RelativeTimeFormat(language).format(
      Math.trunc(ms / unit),
      unit === minuteMs ? 'minute' : unit === hourMs ? 'hour' : 'day',
    );
  };

  const countdown = (ms: number) => {
    const clock = [(ms % dayMs) / hourMs, (ms % hourMs) / minuteMs, (ms % minuteMs) / 1000]
      .map((part) => String(Math.floor(part)).padStart(2, '0'))
      .join(':');
    return ms < dayMs ? clock : t('countdown', { days: Math.floor(ms / dayMs), clock });
  };

  const formats: Readonly<Record<string, Format>> = {
    money: (value: number, { currency }) => money(value, currency as string, true),
    total: (value: number, { currency }) => money(value, currency as string),
    // 满5000: an amount without symbol and grouping.
    bare: (value: number, { currency }) => money(value, currency as string, true, true),
    percent,
    // 八折: what is paid, in tenths. 12.5 off is 8.75.
    tenths: (value: number) =>
      format((10_000 - Math.round(value * 100)) / 1000, { maximumFractionDigits: 3 }),
    number: (value: number) => format(value),
    date,
    relative,
    countdown,
    plural: (value: number, _, choices) => {
      const category = new Intl.PluralRules(language).select(value);
      const forms = choices.split('|').map((choice) => choice.split(/ (.*)/s) as [string, string]);
      const form = forms.find(([name]) => name === `=${value}`) ?? forms.find(([name]) => name === category);
      return (form ?? forms.at(-1)!)[1].replace('#', format(value));
    },
  };

  const t = (key: MessageKey, params: Params = {}) =>
    messages[key].replace(/\{(\w+):?(\w*):?([^}]*)\}/g, (_, name: string, how: string, choices: string) => {
      const value = params[name];
      return formats[how]?.(value as never, params, choices) ?? String(value ?? '');
    });

  return {
    language,
    has: (key): key is MessageKey => Object.hasOwn(messages, key),
    t,
    money,
    number: format,
    percent,
    date,
    relative,
    countdown,
  };
}
