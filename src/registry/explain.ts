import { z } from 'zod';
import { quote } from '../text/quote.ts';
import { nearest } from './nearest.ts';
import type { Fault, Tree } from './yaml.ts';

/** Says of every way in which a tree does not fit a schema where it stands and how to mend it. */
export function explain(error: z.ZodError, schema: z.ZodType, tree: Tree): Fault[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue.path, schema, tree));

    return { offset: tree.offset(issue.path), message: sentence(issue, valueAt(tree.value, issue.path)) };
  });
}

function unknownKey(key: string, path: readonly PropertyKey[], schema: z.ZodType, tree: Tree): Fault {
  const known = keysAt(schema, path);
  const meant = nearest(key, known);
  const mend = meant ? `did you mean "${meant}"?` : `known here: ${known.join(', ')}`;
  return { offset: tree.keyOffset(path, key), message: `${place(path)}: unknown key ${quote(key)}; ${mend}` };
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  const where = place(issue.path);
  if (value === null && issue.path.length === 0)
    return 'the file is empty; write "apiVersion: rollcall/v1" and "agents: []"';

  switch (issue.code) {
    case 'invalid_type':
      return value === undefined
        ? `${where} is missing; add it`
        : `${where} is ${describe(value)}; expected ${typeName(issue.expected)}`;
    case 'invalid_value':
      return `${where} is ${value === undefined ? 'missing' : describe(value)}; ${choice(issue.values.map(String), value)}`;
    case 'too_small':
      return isNumber(value)
        ? `${where} is less than ${issue.minimum}; enlarge it`
        : `${where} is empty; give it a value`;
    case 'too_big':
      return isNumber(value)
        ? `${where} is more than ${issue.maximum}; lessen it`
        : `${where} is longer than ${issue.maximum}; shorten it`;
    default:
      return `${where} ${typeof value === 'string' ? `${quote(value)} ` : ''}${issue.message}`;
  }
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function choice(values: readonly string[], value: unknown): string {
  const meant = typeof value === 'string' ? nearest(value, values) : null;
  return meant ? `did you mean "${meant}"?` : `expected ${values.map((each) => `"${each}"`).join(', ')}`;
}

function describe(value: unknown): string {
  if (value === null) return 'without a value';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'string' ? quote(value) : `the ${typeof value} ${String(value)}`;
}

function typeName(expected: string): string {
  const names: Record<string, string> = {
    string: 'text',
    object: 'a mapping',
    array: 'a list',
    boolean: 'true or false',
  };
  return names[expected] ?? expected;
}

/** `agents[0].match.repos`, as a person would point at it. */
function place(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i > 0 ? '.' : ''}${String(key)}`)).join('');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = Reflect.get(here, key);
  }
  return here;
}

function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let here: unknown = bare(schema);
  for (const key of path) {
    if (here instanceof z.ZodArray) here = bare(here.element);
    else if (here instanceof z.ZodObject) here = bare(here.shape[String(key)]);
  }
  if (here instanceof z.ZodUnion) here = here.options.map(bare).find((option) => option instanceof z.ZodObject);
  return here instanceof z.ZodObject ? Object.keys(here.shape).filter((key) => key !== '$schema') : [];
}

/** A schema without what makes it optional. */
function bare(schema: unknown): unknown {
  let here = schema;
  while (here instanceof z.ZodOptional || here instanceof z.ZodDefault || here instanceof z.ZodPrefault)
    here = here.unwrap();
  return here;
}
