/**
 * Makes the JSON Schema of a coupon feed. Names and descriptions come from the types and their docstrings; ranges come from the function that checks
 * feeds: each place is tried with values that may be wrong, so schema and check cannot differ. Kinds are explained where they are defined, with the
 * examples of docs/kinds.md.
 */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { check } from '../src/engine/index.js';
import type { Problem } from '../src/model/problem.js';
import { parseCouponFile } from '../src/server/parse-coupon-file.js';

export type Schema = Readonly<Record<string, unknown>>;

/** Returns what is wrong with a value at one place of a feed, by paths from there. */
type Probe = (value: unknown) => readonly Problem[];

const file = 'src/server/coupon-feed.ts';
/** Whose constants explain the kinds that they define. */
const kinds = ['src/conditions', 'src/benefits', 'src/server/campaigns'];

export function createFeedSchema(): Schema {
  const { config } = ts.readConfigFile('tsconfig.base.json', (path) => readFileSync(path, 'utf8'));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  const folders = kinds.flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
  const program = ts.createProgram([file, ...folders], { ...options, lib: ['lib.es2022.d.ts'] });
  const checker = program.getTypeChecker();
  const explain = createExplain(program);
  const definitions: Record<string, Schema> = {};
  /** Whose name a definition has. */
  const owners = new Map<string, ts.Symbol>();

  const describe = (symbol: ts.Symbol): string =>
    sayPlainly(ts.displayPartsToString(symbol.getDocumentationComment(checker)));

  const typeOf = (symbol: ts.Symbol): ts.Type => checker.getTypeOfSymbol(symbol);

  const schemaOf = (type: ts.Type, probe: Probe): Schema => {
    const name =
      type.aliasSymbol?.name ?? (type.isClassOrInterface() || isInstance(type) ? type.symbol.name : '');
    if (!(type.flags & ts.TypeFlags.Object) || !name || checker.isArrayType(type) || name === 'Readonly')
      return write(type, probe);
    const owner = owners.get(name) ?? type.symbol;
    if (owner !== type.symbol) throw new Error(`Two types are called ${name}.`);
    owners.set(name, owner);
    definitions[name] ??= write(type, probe);
    const schema = { $ref: `#/definitions/${name}` };
    // The types say what the parser makes of it; a reward may be written as the coupon's id alone.
    const isText = probe('any').every(({ path }) => path !== '');
    return isText ? { anyOf: [{ type: 'string', minLength: 1 }, schema] } : schema;
  };

  const write = (type: ts.Type, probe: Probe): Schema => {
    if (type.isUnion()) return writeUnion(type, probe);
    if (type.flags & ts.TypeFlags.Null) return { type: 'null' };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
    if (type.isLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.String) return writeText(probe);
    if (type.flags & ts.TypeFlags.Number) return writeNumber(probe);
    if (checker.isArrayType(type)) {
      const [item] = checker.getTypeArguments(type as ts.TypeReference);
      const min = findParam(probe([]), 'too-short', 'min');
      return {
        type: 'array',
        items: schemaOf(item!, (value) => within(probe([value]), '[0]')),
        ...(min !== undefined && { minItems: min }),
      };
    }
    const values = checker.getIndexTypeOfType(type, ts.IndexKind.String);
    return values
      ? {
          type: 'object',
          additionalProperties: schemaOf(values, (value) => within(probe({ any: value }), 'any')),
        }
      : writeObject(type, probe);
  };

  const writeUnion = ({ types }: ts.UnionType, probe: Probe): Schema => {
    const all = types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
    const texts = all.filter((type) => type.isStringLiteral());
    const isBoolean = all.some(({ flags }) => flags & ts.TypeFlags.BooleanLiteral);
    const rest = all.filter((type) => !type.isStringLiteral() && !(type.flags & ts.TypeFlags.BooleanLiteral));
    const members = [
      ...(texts.length > 0
        ? [
            {
              enum: inOrder(
                texts.map(({ value }) => value),
                probe,
              ),
            },
          ]
        : []),
      ...(isBoolean ? [{ type: 'boolean' }] : []),
      ...rest.map((type) => schemaOf(type, probe)),
    ];
    return members.length === 1 ? members[0]! : { anyOf: members };
  };

  const writeObject = (type: ts.Type, probe: Probe): Schema => {
    const properties = checker.getPropertiesOfType(type);
    const required = properties.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional));
    // What says which of several forms it is.
    const base = Object.fromEntries(required.map((property) => [property.name, sampleOf(typeOf(property))]));
    const { kind } = base as { readonly kind?: string };
    const name = kind ?? type.aliasSymbol?.name ?? type.symbol.name;
    const description = (kind && explain.kind(kind)) || describe(type.symbol);
    const example = kind && explain.example(kind);
    const isStrict = probe({ ...base, 'no such': 1 }).some(
      ({ path, code }) => path === 'no such' && code === 'unknown-field',
    );
    return {
      type: 'object',
      ...(name !== '__type' && { title: kind ?? titleOf(name) }),
      ...(description && { description }),
      ...(example !== undefined && { examples: [example] }),
      properties: Object.fromEntries(
        properties.map((property) => [property.name, writeProperty(property, name, base, probe)]),
      ),
      ...(required.length > 0 && { required: required.map(({ name }) => name) }),
      ...(isStrict && { additionalProperties: false }),
    };
  };

  const writeProperty = (property: ts.Symbol, owner: string, base: object, probe: Probe): Schema => {
    const { name } = property;
    const schema = schemaOf(typeOf(property), (value) => within(probe({ ...base, [name]: value }), name));
    // The fields of this type are made of a list of kinds, so they have no docstring of their own.
    const isKind = owner === 'Conditions';
    const description = isKind ? explain.kind(name) : describe(property);
    const example = isKind ? explain.example(name)?.[name] : undefined;
    return {
      title: titleOf(name),
      ...(description && { description }),
      ...(example !== undefined && { examples: [example] }),
      // Beside a reference nothing else counts (draft-07).
      ...('$ref' in schema ? { allOf: [schema] } : schema),
    };
  };

  /** A value that passes for one of this type, as far as telling forms apart goes. */
  const sampleOf = (type: ts.Type): unknown => {
    if (type.isLiteral()) return type.value;
    if (type.flags & ts.TypeFlags.String) return 'any';
    if (type.flags & ts.TypeFlags.Number) return 1;
    return checker.isArrayType(type) ? [] : {};
  };

  const source = program.getSourceFile(file)!;
  const feed = checker
    .getExportsOfModule(checker.getSymbolAtLocation(source)!)
    .find(({ name }) => name === 'CouponFeed')!;
  const root = write(
    checker.getDeclaredTypeOfSymbol(feed),
    (value) => parseCouponFile(value, check).problems,
  );
  const { items } = (root as { readonly properties: { readonly coupons: Schema } }).properties.coupons;
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...root,
    // A bare list of coupons will do, too.
    type: ['object', 'array'],
    items,
    definitions,
  };
}

function writeText(probe: Probe): Schema {
  const codes = probe('').map(({ path, code }) => path === '' && code);
  if (codes.includes('not-a-date-with-offset'))
    return {
      type: 'string',
      pattern: String.raw`^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$`,
      examples: ['2026-11-01T00:00:00+08:00'],
    };
  if (codes.includes('not-a-currency')) return { type: 'string', pattern: '^[A-Z]{3}$', examples: ['EUR'] };
  return { type: 'string', ...(codes.includes('not-a-text') && { minLength: 1 }) };
}

function writeNumber(probe: Probe): Schema {
  const isRefused = (value: number, code: string) =>
    probe(value).some((problem) => problem.path === '' && problem.code === code);
  if (isRefused(-1, 'not-a-percentage')) {
    const isPositive = isRefused(0, 'not-a-percentage');
    return { type: 'number', ...(isPositive ? { exclusiveMinimum: 0 } : { minimum: 0 }), maximum: 100 };
  }
  const minimum = findParam(probe(-1), 'too-small', 'min');
  const maximum = findParam(probe(Number.MAX_SAFE_INTEGER), 'too-large', 'max');
  return {
    type: isRefused(0.5, 'not-an-integer') ? 'integer' : 'number',
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
}

/** TypeScript keeps the values of a union in an order of its own. */
function inOrder(values: readonly string[], probe: Probe): readonly unknown[] {
  const said = findParam(probe('no such'), 'not-one-of', 'values') as readonly unknown[] | undefined;
  return said?.length === values.length ? said : values;
}

function findParam(problems: readonly Problem[], wanted: string, name: string): unknown {
  return problems.find(({ path, code }) => path === '' && code === wanted)?.params[name];
}

/** The problems of a field, by paths from there. */
function within(problems: readonly Problem[], key: string): Problem[] {
  return problems.flatMap((problem) => {
    const rest = problem.path.slice(key.length);
    return problem.path.startsWith(key) && /^($|[.[])/.test(rest)
      ? [{ ...problem, path: rest.replace(/^\./, '') }]
      : [];
  });
}

/** `Coupon<…>` is an instance of an interface. */
function isInstance(type: ts.Type): boolean {
  const { target } = type as ts.TypeReference;
  return !!target && target.isClassOrInterface();
}

/** Says of a kind what the constant that defines it says, and which example the docs give. */
function createExplain(program: ts.Program): {
  kind(name: string): string | undefined;
  example(name: string): Readonly<Record<string, unknown>> | undefined;
} {
  const checker = program.getTypeChecker();
  const constants = program
    .getSourceFiles()
    .filter(({ fileName }) => kinds.some((folder) => fileName.includes(folder)))
    .flatMap((each) => checker.getExportsOfModule(checker.getSymbolAtLocation(each)!))
    .filter(({ flags }) => flags & ts.SymbolFlags.Variable);
  const texts = new Map(
    constants.map((each) => [
      each.name,
      sayPlainly(ts.displayPartsToString(each.getDocumentationComment(checker))),
    ]),
  );
  const page = readFileSync('docs/kinds.md', 'utf8');
  const examples = new Map(
    page
      .split('\n### ')
      .slice(1)
      .map((part) => [/^\w+/.exec(part)![0], JSON.parse(/```json\n([^]*?)```/.exec(part)![1]!) as never]),
  );
  return { kind: (name) => texts.get(name), example: (name) => examples.get(name) };
}

/** A docstring as a merchant may read it: what comes after an empty line is for engineers. */
function sayPlainly(text: string): string {
  return text
    .split(/\n\s*\n/)[0]!
    .replace(/\{@link (\w+)\}/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `minCartSpend` → `Min cart spend`. */
function titleOf(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
