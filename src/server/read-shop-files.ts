/** The files that the command is given. What is wrong with one is a {@link StartError} that names the flag, the file and the place. */
import { readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';
import { check } from '../engine/index.js';
import type { Problem } from '../model/problem.js';
import { list, object, parse, text } from '../model/shape.js';
import type { Catalog } from './catalog.js';
import { StartError } from './command-line.js';
import { createFileCatalog } from './file-catalog.js';
import { parseCouponFile, type CouponFile } from './parse-coupon-file.js';

/**
 * Returns what the file of coupons says.
 * @param warn takes what a merchant should look at, a line each
 */
export function readCoupons(path: string, warn: (line: string) => void): CouponFile {
  const { file, problems } = parseCouponFile(readJsonFile('coupons', path), check);
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length > 0) throw new StartError(describe('coupons', path, errors));
  for (const problem of problems) warn(`warning: ${describe('coupons', path, [problem])}`);
  return file;
}

export function readCatalog(path: string): Catalog {
  const parsed = createFileCatalog(readJsonFile('catalog', path));
  if (!parsed.ok) throw new StartError(describe('catalog', path, parsed.problems));
  return parsed.value;
}

export function readShopperKeys(path: string | undefined): JSONWebKeySet | undefined {
  if (path === undefined) return undefined;
  const content = readJsonFile('shopper-keys', path);
  const parsed = parse(object({ keys: list(object({ kty: text }), 1) }), content);
  if (!parsed.ok) throw new StartError(describe('shopper-keys', path, parsed.problems));
  return content as JSONWebKeySet;
}

function readJsonFile(flag: string, path: string): unknown {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new StartError(`--${flag}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new StartError(`--${flag}: ${path} is not JSON: ${(error as Error).message}`);
  }
}

/** `--coupons: coupons.json: coupons[2].benefit.amount: too-small {"min":1}` */
function describe(flag: string, path: string, problems: readonly Problem[]): string {
  return problems
    .map(({ path: place, code, params }) => {
      const details = Object.keys(params).length > 0 ? ` ${JSON.stringify(params)}` : '';
      return `--${flag}: ${path}: ${place || 'the whole file'}: ${code}${details}`;
    })
    .join('\n');
}
