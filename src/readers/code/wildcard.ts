import type { Ref } from '../../model/fact.ts';
import { anyModule, readings } from '../../model/module.ts';
import type { Position } from '../../model/origin.ts';
import type { Language } from './language.ts';
import type { Meaning, Scope } from './scope.ts';
import type { Seen } from './seen.ts';
import type { Node } from './syntax.ts';

/** A name that the file does not declare: a global, or one of the modules whose names are all imported. */
export function undeclared(name: string, at: Position, scope: Scope, language: Language): readonly Seen[] {
  if (language.absolute?.(name)) return [{ kind: 'ref', ref: { module: name, path: '' }, at }];
  const reach = language.wildcard(name);
  const { all, only } = reach ? opened(scope.lookup('*')) : nothing;
  return [{ kind: 'ref', ref: { module: reach === 'only' ? only : all, path: name }, at }];
}

/** The modules whose names are all imported, as one: `all` with the top, `only` without it where there is another. */
interface Opened {
  readonly all: string;
  readonly only: string;
}

const nothing: Opened = { all: '', only: '' };

/** By the imports of a file: every undeclared name of it comes from the same modules. */
const known = new WeakMap<readonly Meaning[], Opened>();

function opened(imports: readonly Meaning[]): Opened {
  const before = known.get(imports);
  if (before) return before;
  const modules = imports.flatMap((meaning) => (meaning.m === 'import' ? meaning.module : []));
  const all = modules.length > 0 ? anyModule(modules) : '';
  const isOnly = modules.length > 0 && !modules.includes('');
  const found = { all, only: isOnly ? [...new Set(modules)].join('|') : all };
  known.set(imports, found);
  return found;
}

/** The environment variable that a reference reads, from whichever module its name comes. */
export function variableOf(ref: Ref, language: Language): string | null {
  for (const reading of readings(ref)) {
    const name = language.environment(reading);
    if (name !== null) return name;
  }
  return null;
}

/** A method of something unknown, in a language where any thing may have the methods of an imported namespace. */
export function extension(
  { callee, at }: Node & { k: 'call' },
  seen: readonly Seen[],
  scope: Scope,
  { language, at: position }: { readonly language: Language; at(offset: number): Position },
): readonly Seen[] {
  if (callee.k !== 'member') return [];
  if (language.importedExtensions) return imported(callee.name, position(at), scope);
  if (!language.extensions || seen.length > 0) return [];
  return undeclared(`().${callee.name}`, position(at), scope, language);
}

/** A function that is imported by its name, where that is called on something. A type is no function. */
function imported(name: string, at: Position, scope: Scope): readonly Seen[] {
  if (/^\p{Lu}/u.test(name)) return [];
  return scope.lookup(name).flatMap((meaning): readonly Seen[] => {
    if (meaning.m !== 'import' || meaning.symbol === '*') return [];
    return [{ kind: 'ref', ref: { module: meaning.module, path: meaning.symbol }, at }];
  });
}
