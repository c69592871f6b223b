import { parseArgs } from 'node:util';
import { logLevels, type LogLevel } from './create-logger.js';
import { createDays } from './settlement/create-days.js';

/** What the command was told to do. */
export interface CommandLine {
  readonly port: number;
  readonly host: string;
  readonly store: StorePlace;
  /** How many connections to PostgreSQL this process may hold. */
  readonly storeConnections: number;
  readonly coupons: string;
  readonly catalog: string;
  readonly origins: readonly string[];
  readonly publishableKey: string | undefined;
  readonly shopperKeys: string | undefined;
  /** Requests a minute and address prefix. */
  readonly addressRate: number;
  /** Requests a minute and shopper. */
  readonly shopperRate: number;
  /** How long a hold lives, and how much one extension adds. */
  readonly holdSeconds: number;
  /** Whose midnight ends a day of the ledger; the same on all servers of a store. */
  readonly timeZone: string;
  /** Where `/metrics` is served instead of beside the rest. */
  readonly metricsPort: number | undefined;
  readonly log: LogLevel;
  /** How long it goes on answering after it has said that it is not ready. */
  readonly drainMs: number;
  readonly trustProxy: boolean;
  readonly rotateKeys: boolean;
}

/** A file's path, or a database's address. */
export type StorePlace = { readonly file: string } | { readonly postgres: string };

/** A mistake of whoever started the command; its message names the flag or the place in a file. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** @throws StartError where a flag is unknown, missing or wrong */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const values = readFlags(args);
  return {
    port: integer('port', values.port ?? '8787', 0, 65_535),
    host: values.host ?? '127.0.0.1',
    store: storePlace(values.store ?? 'file:./couponkit.db'),
    storeConnections: integer('store-connections', values['store-connections'] ?? '10', 1, 1000),
    coupons: required('coupons', values.coupons, 'coupons.json'),
    catalog: required('catalog', values.catalog, 'catalog.json'),
    origins: (values.origins ?? []).flatMap((list) => list.split(',').filter(Boolean).map(exactOrigin)),
    publishableKey: publishable(values['publishable-key']),
    shopperKeys: values['shopper-keys'],
    addressRate: integer('address-rate', values['address-rate'] ?? '3000', 1, 1e9),
    shopperRate: integer('shopper-rate', values['shopper-rate'] ?? '120', 1, 1e9),
    holdSeconds: integer('hold-seconds', values['hold-seconds'] ?? '900', 1, 86_400),
    timeZone: timeZone(values['time-zone'] ?? 'UTC'),
    metricsPort:
      values['metrics-port'] === undefined
        ? undefined
        : integer('metrics-port', values['metrics-port'], 0, 65_535),
    log: logLevel(values.log ?? 'error'),
    drainMs: integer('drain-ms', values['drain-ms'] ?? '200', 0, 600_000),
    trustProxy: values['trust-proxy'] ?? false,
    rotateKeys: values['rotate-keys'] ?? false,
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        store: { type: 'string' },
        'store-connections': { type: 'string' },
        coupons: { type: 'string' },
        catalog: { type: 'string' },
        origins: { type: 'string', multiple: true },
        'publishable-key': { type: 'string' },
        'shopper-keys': { type: 'string' },
        'address-rate': { type: 'string' },
        'shopper-rate': { type: 'string' },
        'hold-seconds': { type: 'string' },
        'time-zone': { type: 'string' },
        'metrics-port': { type: 'string' },
        log: { type: 'string' },
        'drain-ms': { type: 'string' },
        'trust-proxy': { type: 'boolean' },
        'rotate-keys': { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new StartError((error as Error).message, { cause: error });
  }
}

function required(flag: string, value: string | undefined, example: string): string {
  if (!value) throw new StartError(`--${flag}: a file is needed, such as --${flag} ${example}`);
  return value;
}

function integer(flag: string, value: string, min: number, max: number): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : NaN;
  if (!(number >= min && number <= max)) {
    throw new StartError(`--${flag}: "${value}" is not a whole number from ${min} to ${max}`);
  }
  return number;
}

function timeZone(value: string): string {
  try {
    createDays(value);
  } catch {
    throw new StartError(`--time-zone: "${value}" is not a name of the IANA list, such as Asia/Shanghai`);
  }
  return value;
}

function logLevel(value: string): LogLevel {
  const level = logLevels.find((each) => each === value);
  if (!level) throw new StartError(`--log: "${value}" is none of ${logLevels.join(', ')}`);
  return level;
}

/** @throws StartError where it is neither */
export function storePlace(value: string): StorePlace {
  const file = /^file:(.+)$/.exec(value)?.[1];
  if (file) return { file };
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) return { postgres: value };
  // What was given may hold a password.
  throw new StartError(
    '--store: neither a file, such as file:./couponkit.db, nor a database, such as postgres://user@host/couponkit',
  );
}

function exactOrigin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== value) {
    const hint =
      url && url.origin !== 'null' ? `; did you mean ${url.origin}?` : ', such as https://shop.example';
    throw new StartError(`--origins: "${value}" is not an origin${hint}`);
  }
  return value;
}

function publishable(value: string | undefined): string | undefined {
  if (value !== undefined && !/^pk_[\w-]+$/.test(value)) {
    throw new StartError(`--publishable-key: "${value}" does not have the form pk_…`);
  }
  return value;
}
