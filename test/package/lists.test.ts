import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { benefits } from '../../src/benefits/index.js';
import { conditions } from '../../src/conditions/index.js';
import { languages } from '../../src/i18n/languages.js';
import { campaignKinds } from '../../src/server/campaigns/index.js';

describe('lists equal folders', () => {
  it('every condition is in the list, and named like its file', () => {
    assert.deepEqual(
      conditions.map(({ name }) => kebab(name)).sort(),
      filesIn('src/conditions', 'condition'),
    );
  });

  it('every benefit is in the list, and named like its file', () => {
    assert.deepEqual(benefits.map(({ kind }) => kebab(kind)).sort(), filesIn('src/benefits', 'benefit'));
  });

  it('every kind of campaign is in the list, and named like its file', () => {
    assert.deepEqual(
      campaignKinds.map(({ kind }) => kebab(kind)).sort(),
      filesIn('src/server/campaigns', 'campaign', 'campaign-kind'),
    );
  });

  it('every language is in the list, and named like its file', () => {
    assert.deepEqual(
      Object.keys(languages)
        .map((tag) => tag.toLowerCase())
        .sort(),
      filesIn('src/locales'),
    );
  });

  it('every element is defined', () => {
    assert.deepEqual(elementsIn('src/define.ts'), filesIn('src/elements'));
  });

  it('every element is loaded by the script tag where its tag is on the page', () => {
    const listed = [...elementsIn('src/widget.ts'), ...elementsIn('src/widget/more-elements.ts')];
    assert.deepEqual(listed.sort(), filesIn('src/elements'));
  });
});

function filesIn(folder: string, ...port: string[]): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name.replace(/\.ts$/, ''))
    .filter((name) => name !== 'index' && !port.includes(name))
    .sort();
}

function elementsIn(file: string): string[] {
  const found = [
    ...readFileSync(file, 'utf8').matchAll(/(?:from |import\()'\.\.?\/elements\/([\w-]+)\.js'/g),
  ];
  return found.map(([, name]) => name!).sort();
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
