/**
 * The floor: what any JSON endpoint of Node costs. A plain `node:http` server that parses the JSON it gets and answers with a JSON of the size of the
 * answer that it stands beside, whose text is made anew for each request.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const answer = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as object;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { cart } = JSON.parse(Buffer.concat(chunks).toString()) as { cart: { currency: string } };
    const text = JSON.stringify({ ...answer, currency: cart.currency });
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.on('SIGTERM', () => process.exit());
