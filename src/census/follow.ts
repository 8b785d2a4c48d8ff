import type { Inspection } from '../model/document.ts';
import type { Argument, Export, Fact, Ref, Reference, Value } from '../model/fact.ts';
import { headOf } from '../model/module.ts';
import type { Language } from '../model/ruleset.ts';
import { spelled } from '../model/value.ts';
import { none } from '../text/none.ts';
import { byOwnName } from './modules/renamed.ts';
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
  const language = languageOf(from, tree);
  const installed = byOwnName(from, language, value.ref, tree.modules);
  // A folder of the tree may go by the same name: what was installed is imported all the same.
  if (installed) return { kind: 'package', value: { ...value, ref: installed } };

  const target = depth > longest ? null : resolveModule(from, language, value.ref, tree.modules);
  if (!target) return { kind: 'package', value };
  const { file, path } = target;
  const head = headOf(path);
  const exports = tree.inspections.get(file)?.exports ?? none;
  const named = head === '' ? undefined : called(exports, head);
  const found = named ?? called(exports, '');
  if (!found)
    return (
      star(exports, file, { ...value, ref: { module: '', path } }, tree, depth) ?? { kind: 'code', file, name: head }
    );
  return through(found, file, (named ? path.slice(head.length) : path).replace(/^\./, ''), value, tree, depth);
}

/** A file may hand on hundreds of names, and as many files may ask for them. */
const byName = new WeakMap<readonly Export[], ReadonlyMap<string, Export>>();

/** The first export of a name. */
function called(exports: readonly Export[], name: string): Export | undefined {
  let names = byName.get(exports);
  if (!names) {
    names = new Map([...exports].reverse().map((one) => [one.name, one]));
    byName.set(exports, names);
  }
  return names.get(name);
}

function languageOf(file: string, { inspections }: Tree): Language {
  return inspections.get(file)?.language ?? (file.endsWith('.py') ? 'python' : 'javascript');
}

/** From an export onwards: `rest` is what is left of the path behind its name. */
function through(found: Export, file: string, rest: string, value: Reference, tree: Tree, depth: number): End {
  const code = { kind: 'code', file, name: found.name } as const;
  const isCalled = found.value.kind === 'local' && rest.startsWith('()');
  const left = isCalled ? rest.slice(2).replace(/^\./, '') : rest;
  const held = left === '' ? null : member(found, left);
  if (held) {
    const end = through(held.member, file, held.rest, value, tree, depth);
    // A file that is not read yet is to be read: what it holds may be a constant.
    return end.kind === 'code' && tree.inspections.has(end.file) ? code : end;
  }
  const source = isCalled ? found.returns : found.value;
  return source ? (ending(source, file, left, value, tree, depth) ?? code) : code;
}

/** The field or method that a path goes on with. A method that makes an object of its class is passed over. */
function member({ value, members = [] }: Export, path: string): { member: Export; rest: string } | null {
  const [, key = '', rest = ''] = /^([^.(]+)\.?(.*)$/s.exec(path) ?? [];
  const found = members.find(({ name }) => name === key);
  if (!found) return null;
  const onward = rest.startsWith('().') ? rest.slice(3) : rest.startsWith('()') ? '' : rest;
  const isFactory = found.returns?.kind === 'local' && value.kind === 'local' && found.returns.name === value.name;
  return isFactory && onward !== '' ? member({ name: '', value, members }, onward) : { member: found, rest };
}

/** Where a value ends, with `left` to look up in it; null where reading cannot tell. */
function ending(source: Value, file: string, left: string, value: Reference, tree: Tree, depth: number): End | null {
  switch (source.kind) {
    case 'ref': {
      if (source.ref.module === '') return null;
      const ref = { module: source.ref.module, path: extend(source.ref.path, left) };
      const maker = source.maker ?? value.maker;
      return follow(file, { kind: 'ref', ref, at: value.at, ...(maker ? { maker } : {}) }, tree, depth + 1);
    }
    case 'map': {
      if (left === '') return { kind: 'constant', value: source };
      const [, key = '', rest = ''] = /^([^.(]+)\.?(.*)$/s.exec(left) ?? [];
      const entry = source.entries.findLast(({ name }) => name === key)?.value;
      return entry ? ending(entry, file, rest, value, tree, depth) : null;
    }
    case 'text':
    case 'env':
      return { kind: 'constant', value: source }; // a method of a text is the text: `.value`, `.strip()`
    case 'local':
    case 'dynamic':
      return null;
    default:
      return left === '' ? { kind: 'constant', value: source } : null;
  }
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
  return called(inspections.get(file)?.exports ?? none, name) !== undefined;
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
  const handed: Handed = ({ file, name }) => calls.push({ file, name });
  const args = fact.args.map((argument) => completedArgument(from, argument, tree, handed));
  if (fact.kind === 'decorator') return { fact: { ...fact, ref, args }, calls };
  const made = (maker ?? args).map((argument) => completedArgument(from, argument, tree, handed));
  return { fact: { ...fact, ref, args, maker: made }, calls };
}

/** The file of the tree that offers what a reference begins with, and its name there. */
function offeredBy(from: string, ref: Ref, tree: Tree): { file: string; name: string } | null {
  const target = resolveModule(from, languageOf(from, tree), ref, tree.modules);
  return target && { file: target.file, name: headOf(target.path) };
}

/** Told of code of the tree that is handed over: who gets it may call it. */
type Handed = (code: { file: string; name: string }) => void;

function constantPart(from: string, part: Reference, tree: Tree): string | null {
  const end = follow(from, part, tree);
  if (end.kind !== 'constant') return null;
  if (end.value.kind === 'text') return end.value.text;
  return end.value.kind === 'env' ? end.value.fallback : null;
}

function completedArgument(from: string, { name, value }: Argument, tree: Tree, handed: Handed): Argument {
  return { name, value: completedValue(from, value, tree, handed) };
}

/** Code of the tree by its name, or an object of it; what a call of it returns has no name. */
function madeHere(name: string, { path }: Ref): Value {
  const isObject = path === `${name}()` && /^[A-Z]/.test(name);
  return isObject || !path.includes('(') ? { kind: 'local', name } : { kind: 'dynamic' };
}

function completedValue(from: string, value: Value, tree: Tree, handed: Handed): Value {
  switch (value.kind) {
    case 'ref': {
      const made = value.maker?.map((argument) => completedArgument(from, argument, tree, handed));
      const whole: Reference = made ? { ...value, maker: made } : value;
      if (value.ref.module === '') return whole;
      const end = follow(from, whole, tree);
      const offered = offeredBy(from, value.ref, tree);
      if (offered) handed(offered);
      return end.kind === 'code' ? madeHere(end.name, value.ref) : end.value;
    }
    case 'parts':
      return spelled(
        value.parts.map((part) => (part === null || typeof part === 'string' ? part : constantPart(from, part, tree))),
        value.at,
      );
    case 'list':
      return { ...value, items: value.items.map((item) => completedValue(from, item, tree, handed)) };
    case 'choice':
      return { ...value, options: value.options.map((option) => completedValue(from, option, tree, handed)) };
    case 'map':
      return { ...value, entries: value.entries.map((entry) => completedArgument(from, entry, tree, handed)) };
    default:
      return value;
  }
}
