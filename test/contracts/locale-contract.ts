import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { messages as english } from '../../src/locales/en.js';

const placeholder = /\{(\w+):?(\w*):?([^}]*)\}/g;
const formats = [
  '',
  'money',
  'total',
  'bare',
  'percent',
  'tenths',
  'number',
  'date',
  'relative',
  'clock',
  'plural',
];

/** What a language's file must keep: English's keys, the parameters that each message is given, and its own plural forms. */
export function localeContract(language: string, messages: Readonly<Record<string, string>>): void {
  describe(`the locale ${language}`, () => {
    it('has the keys of English, in its order', () => {
      assert.deepEqual(Object.keys(messages), Object.keys(english));
    });

    it('says something for each', () => {
      for (const [key, text] of Object.entries(messages)) assert.notEqual(text.trim(), '', key);
    });

    it('uses no parameter that English is not given', () => {
      for (const [key, text] of Object.entries(messages)) {
        const given = namesIn(english[key as keyof typeof english]);
        for (const name of namesIn(text)) {
          assert.ok(given.has(name) || derived[key]?.includes(name), `${key} uses {${name}}`);
        }
      }
    });

    it('leaves out no parameter that English says', () => {
      for (const [key, text] of Object.entries(messages)) {
        const said = namesIn(text);
        for (const name of namesIn(english[key as keyof typeof english])) {
          assert.ok(said.has(name) || derived[key], `${key} lacks {${name}}`);
        }
      }
    });

    it('knows every format that it names', () => {
      for (const [key, text] of Object.entries(messages)) {
        for (const [, , format = ''] of text.matchAll(placeholder)) {
          assert.ok(formats.includes(format), `${key} names the format ${format}`);
        }
      }
    });

    it('leaves no brace open', () => {
      for (const [key, text] of Object.entries(messages)) {
        assert.doesNotMatch(text.replace(placeholder, ''), /[{}]/, key);
      }
    });

    it('has each plural form of the language, and none of another', () => {
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
      for (const [key, text] of Object.entries(messages)) {
        for (const [, , format, choices = ''] of text.matchAll(placeholder)) {
          if (format !== 'plural') continue;
          const forms = choices.split('|').map((choice) => choice.split(' ')[0]!);
          assert.deepEqual(forms.filter((form) => !form.startsWith('=')).sort(), needed, key);
        }
      }
    });
  });
}

/** Where a language may choose among more of a coupon's fields than English does. */
const derived: Readonly<Record<string, readonly string[]>> = {
  'buyXGetY.face': ['buy', 'get', 'units', 'reward'],
};

function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(placeholder)].map(([, name]) => name!));
}
