import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

/** A merchant's folder in which the package is installed as npm would, without the packages that only the server needs. */
const folder = mkdtempSync(join(tmpdir(), 'couponkit-packed-'));
after(() => rmSync(folder, { recursive: true }));

const shell = process.platform === 'win32';

before(() => {
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      encoding: 'utf8',
      shell,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );
  writeFileSync(join(folder, 'package.json'), '{ "name": "shop", "private": true }');
  const place = join(folder, 'node_modules', 'couponkit');
  mkdirSync(place, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', place, '--strip-components=1']);
  // Links the commands of what is there.
  execFileSync('npm', ['rebuild', '--offline'], { cwd: folder, shell, stdio: 'ignore' });
});

function npx(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync('npx', ['--offline', '--no-install', 'couponkit', ...args], {
    cwd: folder,
    encoding: 'utf8',
    shell,
    env: { ...process.env, ...env },
    timeout: 30_000,
  });
}

const good = { id: 'a', benefit: { kind: 'percent', percentOff: 10, maxAmount: 500 } };

describe('the packed command', () => {
  it('is there by its name', () => {
    const { status, stdout } = npx(['--help']);
    assert.equal(status, 0);
    assert.match(stdout, /^couponkit: /);
  });

  it('checks files', () => {
    writeFileSync(join(folder, 'good.json'), JSON.stringify({ coupons: [good] }));
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ coupons: [{ ...good, benefit: {} }] }));
    const passed = npx(['check', 'good.json']);
    assert.equal(passed.status, 0, passed.stderr);
    assert.equal(passed.stdout, 'good.json: 1 coupon, no errors\n');
    const failed = npx(['check', 'good.json', 'bad.json']);
    assert.equal(failed.status, 1);
    assert.match(failed.stderr, /^bad\.json: error: coupons\[0\]\.benefit\.kind: It is missing\./m);
  });

  it('imports, with the secret from the environment', async () => {
    const server = createServer((request, response) => {
      let body = '';
      request
        .on('data', (chunk) => (body += chunk))
        .on('end', () => {
          const isAllowed = request.headers['vendure-api-key'] === 'hush';
          const data = body.includes('activeChannel')
            ? { activeChannel: { defaultCurrencyCode: 'USD', pricesIncludeTax: false } }
            : { promotions: { items: [] } };
          response.statusCode = isAllowed ? 200 : 401;
          response.end(JSON.stringify({ data }));
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin-api`;
    const child = spawn(
      'npx',
      ['--offline', '--no-install', 'couponkit', 'import', 'vendure', '--url', url],
      {
        cwd: folder,
        shell,
        env: { ...process.env, COUPONKIT_API_KEY: 'hush' },
      },
    );
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [status] = (await once(child, 'close')) as [number];
    server.close();
    assert.equal(status, 0, said);
    assert.equal(said, 'coupons.json: no promotions\n');
    assert.deepEqual(JSON.parse(readFileSync(join(folder, 'coupons.json'), 'utf8')).coupons, []);
  });

  it('says what the server needs, where that is not installed', () => {
    const { status, stderr } = npx(['serve', '--coupons', 'good.json', '--catalog', 'catalog.json']);
    assert.equal(status, 2);
    assert.match(stderr, /The server needs packages of its own: npm install @hono\/node-server jose/);
  });

  it('brings the schema where editors and bundlers look for it', () => {
    const schema = execFileSync(
      process.execPath,
      ['--input-type=module', '-e', "console.log(import.meta.resolve('couponkit/coupon-feed.schema.json'))"],
      { cwd: folder, encoding: 'utf8' },
    ).trim();
    const { title } = JSON.parse(readFileSync(new URL(schema), 'utf8')) as { title: string };
    assert.equal(title, 'Coupon feed');
  });
});

describe('the command', () => {
  it('starts the server, and stops it', { timeout: 30_000 }, async () => {
    writeFileSync(join(folder, 'catalog.json'), '{"currency":"USD","products":[{"id":"a","unitPrice":100}]}');
    const child = spawn(process.execPath, [
      'dist/command.js',
      ...['serve', '--port', '0', '--coupons', join(folder, 'good.json')],
      ...['--catalog', join(folder, 'catalog.json'), '--store', `file:${join(folder, 'store.db')}`],
    ]);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes(' listens on ')) child.kill('SIGTERM');
      });
    const [status] = (await once(child, 'close')) as [number];
    assert.match(said, /couponkit listens on http:/);
    assert.equal(status, 0, said);
    const audit = spawnSync(
      process.execPath,
      ['dist/command.js', 'audit', '--store', `file:${join(folder, 'store.db')}`],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(audit.status, 0, audit.stderr);
    assert.match(audit.stdout, /the audit log holds/);
  });
});
