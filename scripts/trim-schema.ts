/**
 * Writes those parts of a published GraphQL schema that our documents use, so that tests can answer by them:
 *
 *   npx tsx scripts/trim-schema.ts storefront INTROSPECTION.json > test/platforms/shopify/storefront.graphql
 *   npx tsx scripts/trim-schema.ts admin INTROSPECTION.json > test/platforms/shopify/admin.graphql
 *
 * The introspection of each version is in the npm package @shopify/dev-mcp (`dist/data/*.json.gz`, ISC).
 */
import { readFileSync } from 'node:fs';
import {
  buildClientSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type GraphQLNamedType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { readCartDocument, setCodesDocument } from '../src/adapters/internal/shopify-storefront-documents.js';
import { discountsDocument, itemsDocument } from '../src/importers/internal/shopify-documents.js';

const documents: Readonly<Record<string, readonly string[]>> = {
  storefront: [readCartDocument, setCodesDocument],
  admin: [discountsDocument, itemsDocument],
};

const [name = '', file = ''] = process.argv.slice(2);
const content = JSON.parse(readFileSync(file, 'utf8')) as { readonly data?: IntrospectionQuery };
const schema = buildClientSchema(content.data ?? (content as IntrospectionQuery));
process.stdout.write(printParts(schema, findParts(schema, documents[name] ?? [])));

/** The fields that are used, by the type, each with its arguments; types without fields, too. */
function findParts(whole: GraphQLSchema, sources: readonly string[]): Map<string, Map<string, Set<string>>> {
  const parts = new Map<string, Map<string, Set<string>>>();
  const use = (type: GraphQLNamedType): Map<string, Set<string>> => {
    const known = parts.get(type.name);
    if (known) return known;
    const fields = new Map<string, Set<string>>();
    parts.set(type.name, fields);
    if (isUnionType(type)) type.getTypes().forEach(use);
    if (isInterfaceType(type)) whole.getPossibleTypes(type).forEach(use);
    return fields;
  };
  for (const source of sources) {
    const document = parse(source);
    const errors = validate(whole, document);
    if (errors.length > 0) throw new Error(errors.join('\n'));
    const info = new TypeInfo(whole);
    visit(
      document,
      visitWithTypeInfo(info, {
        Field() {
          const [parent, field] = [info.getParentType()!, info.getFieldDef()!];
          if (field.name === '__typename') return use(parent) && undefined;
          const owners = isInterfaceType(parent) ? [parent, ...whole.getPossibleTypes(parent)] : [parent];
          for (const owner of owners) {
            const fields = use(owner);
            if (!fields.has(field.name)) fields.set(field.name, new Set());
          }
          use(getNamedType(field.type));
          return undefined;
        },
        Argument() {
          const [parent, field, argument] = [info.getParentType()!, info.getFieldDef()!, info.getArgument()!];
          use(getNamedType(argument.type));
          const owners = isInterfaceType(parent) ? [parent, ...whole.getPossibleTypes(parent)] : [parent];
          for (const owner of owners) {
            const fields = use(owner);
            fields.set(field.name, (fields.get(field.name) ?? new Set()).add(argument.name));
          }
        },
      }),
    );
  }
  return parts;
}

function printParts(
  whole: GraphQLSchema,
  parts: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>,
): string {
  const roots = [whole.getQueryType(), whole.getMutationType()].flatMap((type) =>
    type && parts.has(type.name)
      ? [`${type === whole.getQueryType() ? 'query' : 'mutation'}: ${type.name}`]
      : [],
  );
  const printed = [...parts.keys()].sort().flatMap((key) => print(whole.getType(key)!, parts));
  return [`schema {\n  ${roots.join('\n  ')}\n}`, ...printed].join('\n\n') + '\n';
}

function print(
  type: GraphQLNamedType,
  parts: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>,
): string | readonly string[] {
  if (isSpecifiedScalarType(type)) return [];
  if (isScalarType(type)) return `scalar ${type.name}`;
  if (isEnumType(type))
    return `enum ${type.name} {\n  ${type
      .getValues()
      .map((value) => value.name)
      .join('\n  ')}\n}`;
  if (isUnionType(type)) return `union ${type.name} = ${type.getTypes().join(' | ')}`;
  if (!isObjectType(type) && !isInterfaceType(type))
    throw new Error(`${type.name} is of no kind that is used.`);
  const fields = [...parts.get(type.name)!].map(([name, used]) => {
    const field = type.getFields()[name]!;
    const args = field.args.filter((argument) => used.has(argument.name));
    const list = args.map((argument) => {
      const value = argument.defaultValue === undefined ? '' : ` = ${JSON.stringify(argument.defaultValue)}`;
      return `${argument.name}: ${argument.type}${value}`;
    });
    return `${name}${list.length > 0 ? `(${list.join(', ')})` : ''}: ${field.type}`;
  });
  const kind = isInterfaceType(type) ? 'interface' : 'type';
  const interfaces = type.getInterfaces().filter((each) => parts.has(each.name));
  const of = interfaces.length > 0 ? ` implements ${interfaces.join(' & ')}` : '';
  // A possible type of which nothing is asked.
  const lines = fields.length > 0 ? fields.sort() : ['_: Boolean'];
  return `${kind} ${type.name}${of} {\n  ${lines.join('\n  ')}\n}`;
}
