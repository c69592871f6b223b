import type { IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { StartError, type CommandLine } from './command-line.js';
import { createHandler } from './create-handler.js';
import { createLogger } from './create-logger.js';
import { createMetrics } from './create-metrics.js';
import { keepHouse } from './keep-house.js';
import { openStore } from './open-store.js';
import { answerProblem } from './problem-details.js';
import { readCatalog, readCoupons, readShopperKeys } from './read-shop-files.js';
import { serve, type Serving } from './serve.js';

/** A server that listens. */
export interface Running {
  /** `http://127.0.0.1:8787` */
  readonly address: string;
  readonly publishableKey: string;
  /** Says that it is not ready, lets what is under way finish, then closes the store. */
  stop(): Promise<void>;
}

/** Where lines go, without their ends. */
export interface Output {
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
}

/**
 * Reads the files, opens the store and listens.
 * @throws StartError that names the flag and the place in the file
 */
export async function start(command: CommandLine, { out, error }: Output): Promise<Running> {
  const { entries, campaigns, policy } = readCoupons(command.coupons, error);
  const catalog = readCatalog(command.catalog);
  const shopperKeys = readShopperKeys(command.shopperKeys);
  const log = createLogger(command.log, out, error);
  const metrics = createMetrics();
  const { ledger, keys } = await attempt('store', () => openStore(command, metrics.countBatch));
  const closing: (() => Promise<unknown>)[] = [() => ledger.close()];
  const close = async (): Promise<void> => {
    for (const act of closing.reverse()) await act();
  };
  let isDraining = false;
  try {
    const publishableKey = command.publishableKey ?? (await keys()).publishable;
    const handler = await createHandler({
      coupons: entries,
      campaigns,
      catalog,
      ledger,
      keys: async () => ({ ...(await keys()), publishable: publishableKey }),
      origins: command.origins,
      timeZone: command.timeZone,
      rates: {
        address: { burst: Math.ceil(command.addressRate / 3), perMinute: command.addressRate },
        shopper: { burst: command.shopperRate, perMinute: command.shopperRate },
      },
      ...(policy && { policy }),
      ...(shopperKeys && { shopperKeys }),
      onFault: (fault, _request, requestId) => log.error('fault', fault, { requestId }),
      onAnswer(answered) {
        metrics.countAnswer(answered);
        log.info('answer', { ...answered, durationMs: Math.round(answered.durationMs * 100) / 100 });
      },
    });
    const { host, metricsPort, trustProxy } = command;
    if (metricsPort !== undefined) {
      const serving = await listen('metrics-port', { host, port: metricsPort }, (request) =>
        pathOf(request) === '/metrics' ? metrics.answer() : answerProblem('not-found'),
      );
      closing.push(serving.stop);
      log.info('metrics', { address: serving.address });
    }
    const serving = await listen('port', command, (request, incoming) => {
      const path = pathOf(request);
      if (isDraining && path === '/readyz') return answerProblem('unavailable');
      if (metricsPort === undefined && path === '/metrics') return metrics.answer();
      return handler(request, { address: addressOf(incoming, trustProxy) });
    });
    closing.push(keepHouse(ledger, log, metrics.countSwept), serving.stop);
    const { address } = serving;
    log.info('start', { address });
    return {
      address,
      publishableKey,
      async stop() {
        isDraining = true;
        log.info('drain', { drainMs: command.drainMs });
        await wait(command.drainMs);
        await close();
        log.info('stop');
      },
    };
  } catch (fault) {
    await close();
    throw fault;
  }
}

async function attempt<T>(flag: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new StartError(`--${flag}: ${(error as Error).message}`, { cause: error });
  }
}

function listen(
  flag: string,
  place: Parameters<typeof serve>[0],
  answer: Parameters<typeof serve>[1],
): Promise<Serving> {
  return attempt(flag, async () => {
    try {
      return await serve(place, answer);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      throw new Error(`${place.port} is in use`, { cause: error });
    }
  });
}

function pathOf(request: Request): string {
  return new URL(request.url).pathname;
}

/** A proxy that is trusted has appended the address that it saw. */
function addressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy
    ? String(headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)!
        .trim()
    : '';
  return forwarded || (socket.remoteAddress ?? '');
}
