import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import { ImportError } from '../../../src/importers/importer.js';
import { readGraphQl } from '../../../src/importers/internal/read-graphql.js';
import { readAnswer, readJson } from '../../../src/importers/internal/read-json.js';

const servers: ReturnType<typeof createServer>[] = [];
after(() => servers.forEach((server) => server.close()));

/** Starts a server, and returns its address. */
async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answers =
  (status: number, body = '{}', headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => assert.fail('nothing was thrown'),
    (error: unknown) => error,
  );
  assert.ok(error instanceof ImportError, String(error));
  return error.message;
}

describe('readJson', () => {
  it('posts a body as JSON, and gives the JSON of the answer', async () => {
    const address = await listen((request, response) => {
      let body = '';
      request
        .on('data', (chunk) => (body += chunk))
        .on('end', () => {
          const { method, headers } = request;
          const seen = { method, type: headers['content-type'], key: headers['x-key'], body };
          response.setHeader('x-pages', '3').end(JSON.stringify(seen));
        });
    });
    const { value, headers } = await readAnswer(fetch, address, {
      headers: { 'x-key': 'k' },
      body: { a: 1 },
    });
    assert.deepEqual(value, { method: 'POST', type: 'application/json', key: 'k', body: '{"a":1}' });
    assert.equal(headers.get('x-pages'), '3');
    assert.equal(((await readJson(fetch, address)) as { method: string }).method, 'GET');
  });

  it('waits as long as the API asks for, and tries again', async () => {
    const times: number[] = [];
    const address = await listen((request, response) => {
      times.push(Date.now());
      const answer = times.length === 1 ? answers(429, '', { 'retry-after': '0.3' }) : answers(200, '[1]');
      answer(request, response);
    });
    assert.deepEqual(await readJson(fetch, address), [1]);
    assert.equal(times.length, 2);
    assert.ok(times[1]! - times[0]! >= 290, String(times[1]! - times[0]!));
  });

  it('gives up after five refusals', async () => {
    let asked = 0;
    const address = await listen((request, response) => {
      asked++;
      answers(429, '', { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' })(request, response);
    });
    assert.match(await messageOf(readJson(fetch, address)), /too many requests \(429\): try again later/);
    assert.equal(asked, 5);
  });

  for (const [status, says] of [
    [401, /refuses the credentials \(401\)/],
    [403, /refuses the credentials \(403\)/],
    [404, /is not there \(404\)/],
    [422, /refuses the request \(422\)/],
    [502, /fails \(502\): try again later/],
  ] as const)
    it(`explains ${status} with the address, without its secrets`, async () => {
      const address = await listen(answers(status, 'hush-body'));
      const secrets = { headers: { authorization: 'Bearer hush-header' } };
      const message = await messageOf(readJson(fetch, `${address}/api?key=hush-query`, secrets));
      assert.match(message, says);
      assert.ok(message.startsWith(`${address}/api `), message);
      assert.doesNotMatch(message, /hush/);
    });

  it('follows no redirect, which would carry tokens away, but names where it leads', async () => {
    let reached = false;
    const other = await listen((request, response) => {
      reached = true;
      answers(200)(request, response);
    });
    const address = await listen(answers(301, '', { location: `${other}/new?key=hush` }));
    const message = await messageOf(readJson(fetch, address, { headers: { 'x-token': 'hush' } }));
    assert.equal(message, `${address}/ leads on to ${other}/new: give that address`);
    assert.equal(reached, false);
  });

  it('explains a page instead of JSON, a server that is away, and what is no address', async () => {
    const page = await listen(answers(200, '<!doctype html>'));
    assert.match(await messageOf(readJson(fetch, page)), /does not answer with JSON/);
    const gone = await listen(answers(200));
    await new Promise((resolve) => servers.at(-1)!.close(resolve));
    assert.match(await messageOf(readJson(fetch, gone)), /cannot be reached \(ECONNREFUSED\)/);
    for (const url of ['shop.example', 'file:///etc/passwd', ''])
      assert.match(await messageOf(readJson(fetch, url)), /needed in full, such as https:/);
  });

  it('explains an answer that does not come', async () => {
    const never: typeof fetch = () => Promise.reject(new DOMException('late', 'TimeoutError'));
    assert.match(await messageOf(readJson(never, 'https://shop.example')), /not answered within 30 s/);
  });
});

describe('readGraphQl', () => {
  it('gives the data', async () => {
    const address = await listen(answers(200, '{"data":{"a":1}}'));
    assert.deepEqual((await readGraphQl(fetch, address, { query: '{ a }' })).value, { a: 1 });
  });

  it('says what the API does not like', async () => {
    const address = await listen(
      answers(200, '{"errors":[{"message":"Cannot query field \\"b\\""}],"data":null}'),
    );
    assert.equal(
      await messageOf(readGraphQl(fetch, address, { query: '{ b }' })),
      `${address}/ refuses the query: Cannot query field "b"`,
    );
    const other = await listen(answers(200, '[]'));
    assert.match(
      await messageOf(readGraphQl(fetch, other, { query: '{ b }' })),
      /does not answer as GraphQL does/,
    );
  });
});
