import type { Inspection } from '../model/document.ts';
import type { Argument, Export, Fact, Ref, Reference, Value } from '../model/fact.ts';
import { spelled } from '../model/value.ts';
import { type Modules, resolveModule } from './modules.ts';

/** Where a reference ends: at something from outside the scanned tree, at a constant, or at code of a file in it. */
export type End =
  | { readonly kind: 'package'; readonly value: Reference }
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'code'; readonly file: string; readonly name: string };

/** How many files a name is followed through. */
const longest = 8;

/** The inspected files of one place, by path, and where its modules are. */
export interface Tree {
  readonly inspections: ReadonlyMap<string, Inspection>;
  readonly modules: Modules;
}

/** Follows a reference of a file through the re-exports of the tree to its end. */
export function follow(from: string, value: Reference, tree: Tree, depth = 0): End {
  const language = tree.inspections.get(from)?.language ?? (from.endsWith('.py') ? 'python' : 'javascript');
  const target = depth > longest ? null : resolveModule(from, language, value.ref, tree.modules);
  if (!target) return { kind: 'package', value };
  const { file, path } = target;
  const [head = ''] = path.split(/[.(]/, 1);
  const exports = tree.inspections.get(file)?.exports ?? [];
  const named = head === '' ? undefined : exports.find(({ name }) => name === head);
  const found = named ?? exports.find(({ name }) => name === '');
  if (!found)
    return (
      star(exports, file, { ...value, ref: { module: '', path } }, tree, depth) ?? { kind: 'code', file, name: head }
    );
  return through(found, file, (named ? path.slice(head.length) : path).replace(/^\./, ''), value, tree, depth);
}

/** From an export onwards: `rest` is what is left of the path behind its name. */
function through(found: Export, file: string, rest: string, value: Reference, tree: Tree, depth: number): End {
  const code = { kind: 'code', file, name: found.name } as const;
  const called = rest.startsWith('()');
  const source = found.value.kind === 'local' && called ? found.returns : found.value;
  const left = found.value.kind === 'local' && called ? rest.slice(2).replace(/^\./, '') : rest;
  if (!source || source.kind === 'local') return code;
  if (source.kind === 'map' && left !== '') {
    const entry = source.entries.find(({ name }) => name === left)?.value;
    return entry ? { kind: 'constant', value: entry } : code;
  }
  if (source.kind !== 'ref') return left === '' ? { kind: 'constant', value: source } : code;
  if (source.ref.module === '') return code;
  const ref = { module: source.ref.module, path: extend(source.ref.path, left) };
  const maker = source.maker ?? value.maker;
  return follow(file, { kind: 'ref', ref, at: value.at, ...(maker ? { maker } : {}) }, tree, depth + 1);
}

/** `export * from './x'`: the name may come from there. */
function star(exports: readonly Export[], file: string, value: Reference, tree: Tree, depth: number): End | null {
  for (const { name, value: source } of exports) {
    if (name !== '*' || source.kind !== 'ref') continue;
    const ref = { module: source.ref.module, path: value.ref.path };
    const end = follow(file, { ...value, ref }, tree, depth + 1);
    if (end.kind !== 'package' && !(end.kind === 'code' && !hasName(end, tree))) return end;
    if (end.kind === 'package' && resolveModule(file, 'javascript', ref, tree.modules)) return end;
  }
  return null;
}

function hasName({ file, name }: End & { kind: 'code' }, { inspections }: Tree): boolean {
  return inspections.get(file)?.exports.some((one) => one.name === name) ?? false;
}

function extend(path: string, rest: string): string {
  if (rest === '' || path === '') return path + rest;
  return rest.startsWith('()') ? path + rest : `${path}.${rest}`;
}

/** A fact with every reference in it followed to its end, and the files of the tree whose code it calls. */
export function completed(
  from: string,
  fact: Fact,
  tree: Tree,
): { fact: Fact; calls: readonly { file: string; name: string }[] } {
  const calls: { file: string; name: string }[] = [];
  const ended = (ref: Ref, maker?: readonly Argument[]): Reference => {
    const value: Reference = { kind: 'ref', ref, at: fact.at, ...(maker ? { maker } : {}) };
    const end = follow(from, value, tree);
    if (end.kind === 'code') calls.push({ file: end.file, name: end.name });
    return end.kind === 'package' ? end.value : value;
  };
  if (fact.kind === 'class') return { fact: { ...fact, bases: fact.bases.map((base) => ended(base).ref) }, calls };
  if (fact.kind !== 'call' && fact.kind !== 'decorator') return { fact, calls };

  const { ref, maker } = ended(fact.ref, fact.kind === 'call' && fact.ref.path.includes('()') ? fact.maker : undefined);
  const args = fact.args.map((argument) => completedArgument(from, argument, tree));
  if (fact.kind === 'decorator') return { fact: { ...fact, ref, args }, calls };
  const made = (maker ?? args).map((argument) => completedArgument(from, argument, tree));
  return { fact: { ...fact, ref, args, maker: made }, calls };
}

function constantPart(from: string, part: Reference, tree: Tree): string | null {
  const end = follow(from, part, tree);
  if (end.kind !== 'constant') return null;
  if (end.value.kind === 'text') return end.value.text;
  return end.value.kind === 'env' ? end.value.fallback : null;
}

function completedArgument(from: string, { name, value }: Argument, tree: Tree): Argument {
  return { name, value: completedValue(from, value, tree) };
}

function completedValue(from: string, value: Value, tree: Tree): Value {
  switch (value.kind) {
    case 'ref': {
      const made = value.maker?.map((argument) => completedArgument(from, argument, tree));
      const whole: Reference = made ? { ...value, maker: made } : value;
      if (value.ref.module === '') return whole;
      const end = follow(from, whole, tree);
      return end.kind === 'code' ? { kind: 'local', name: end.name } : end.value;
    }
    case 'parts':
      return spelled(
        value.parts.map((part) => (part === null || typeof part === 'string' ? part : constantPart(from, part, tree))),
        value.at,
      );
    case 'list':
      return { ...value, items: value.items.map((item) => completedValue(from, item, tree)) };
    case 'choice':
      return { ...value, options: value.options.map((option) => completedValue(from, option, tree)) };
    case 'map':
      return { ...value, entries: value.entries.map((entry) => completedArgument(from, entry, tree)) };
    default:
      return value;
  }
}
