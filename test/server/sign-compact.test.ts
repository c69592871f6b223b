import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { compactVerify } from 'jose';
import { createKeys, publicKeys } from '../../src/server/index.js';
import { signCompact } from '../../src/server/sign-compact.js';

const text = '{"sub":"shopper:茶","total":1}';
const header = { typ: 'couponkit-quote+jwt', kid: 'k1' };

test('signs what jose verifies', async () => {
  const keys = await createKeys();
  const signed = await signCompact(text, header, keys.signing[0]!.jwk);
  const { payload, protectedHeader } = await compactVerify(signed, publicKeys(keys).keys[0]!);
  assert.equal(new TextDecoder().decode(payload), text);
  assert.deepEqual({ ...protectedHeader }, { alg: 'EdDSA', ...header });
});

test('signs the same where the host has WebCrypto only', async () => {
  const { jwk } = (await createKeys()).signing[0]!;
  const script = `
    process.getBuiltinModule = undefined;
    const { signCompact } = await import('./src/server/sign-compact.ts');
    console.log(await signCompact(...${JSON.stringify([text, header, jwk])}));`;
  const output = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
  // Ed25519 leaves nothing to chance: the same text and key have the same signature.
  assert.equal(output.toString().trim(), await signCompact(text, header, jwk));
});
