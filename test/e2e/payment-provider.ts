/** A payment provider as merchants know it: a server that takes money, tells about it, and tells again until it is heard. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Payment {
  readonly id: string;
  amount: number;
  readonly currency: string;
  /** Two fields of the merchant's own. */
  readonly hold?: string;
  readonly cartHash?: string;
  status: 'pending' | 'paid' | 'failed' | 'refunded';
  refunded: number;
}

export interface PaymentProvider {
  readonly address: string;
  readonly payments: ReadonlyMap<string, Payment>;
  find(id: string): Payment;
  /** The shopper pays, and by a mistake of somebody perhaps another amount. Nobody is told yet. */
  pay(id: string, amount?: number): void;
  /** The shopper's bank says no. Nobody is told yet. */
  fail(id: string): void;
  close(): void;
}

export async function openPaymentProvider(): Promise<PaymentProvider> {
  const payments = new Map<string, Payment>();
  /** What each idempotency key has had as its answer. */
  const answers = new Map<string, object>();

  const once = (key: string, act: () => object): object => {
    const answer = answers.get(key) ?? act();
    answers.set(key, answer);
    return answer;
  };

  function answer(method: string, path: string, body: Partial<Payment>, key: string): object | undefined {
    const [, , id = '', part] = path.split('/');
    const payment = payments.get(id);
    if (method === 'POST' && path === '/payments') {
      return once(key, () => {
        const { amount = 0, currency = '', hold, cartHash } = body;
        const made: Payment = {
          id: randomUUID(),
          amount,
          currency,
          ...(hold !== undefined && { hold }),
          ...(cartHash !== undefined && { cartHash }),
          status: 'pending',
          refunded: 0,
        };
        payments.set(made.id, made);
        return { ...made };
      });
    }
    if (method === 'GET') return payment && { ...payment };
    const amount = body.amount ?? 0;
    if (method !== 'POST' || part !== 'refunds' || !payment) return undefined;
    return once(key, () => {
      if (payment.status !== 'paid' || amount < 1 || payment.refunded + amount > payment.amount) {
        throw new RangeError(`${amount} of ${payment.amount - payment.refunded} cannot be paid back`);
      }
      payment.refunded += amount;
      if (payment.refunded === payment.amount) payment.status = 'refunded';
      return { ...payment };
    });
  }

  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const key = String(request.headers['idempotency-key'] ?? randomUUID());
      let status = 200;
      let body: object | undefined;
      try {
        body = answer(request.method!, request.url!, text ? (JSON.parse(text) as Partial<Payment>) : {}, key);
        if (!body) status = 404;
      } catch (error) {
        status = 409;
        body = { message: String(error) };
      }
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const find = (id: string): Payment => {
    const payment = payments.get(id);
    if (!payment) throw new Error(`no payment ${id}`);
    return payment;
  };
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    payments,
    find,
    pay(id, amount = find(id).amount) {
      Object.assign(find(id), { amount, status: 'paid' });
    },
    fail(id) {
      find(id).status = 'failed';
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}
