import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { sha256 } from '../../src/server/sha256.js';

const texts: Readonly<Record<string, string>> = {
  '': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  茶: '7e005ba311f86fa76eb028796ba28ad3e81f594c7c75fd6a7fbbdc89deb511d4',
};

test('is what the standard says', async () => {
  for (const [text, hash] of Object.entries(texts)) assert.equal(await sha256(text), hash, text);
});

test('is the same where the host has WebCrypto only', () => {
  const script = `
    process.getBuiltinModule = undefined;
    const { sha256 } = await import('./src/server/sha256.ts');
    console.log(JSON.stringify(await Promise.all(${JSON.stringify(Object.keys(texts))}.map(sha256))));`;
  const output = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  assert.deepEqual(JSON.parse(output.toString()), Object.values(texts));
});
