import type { Ref } from '../../model/fact.ts';
import { anyModule, readings } from '../../model/module.ts';
import type { Position } from '../../model/origin.ts';
import type { Language } from './language.ts';
import type { Scope } from './scope.ts';
import type { Seen } from './seen.ts';
import type { Class, Node } from './syntax.ts';

/** A name that the file does not declare: a global, or one of the modules whose names are all imported. */
export function undeclared(name: string, at: Position, scope: Scope, language: Language): readonly Seen[] {
  if (language.absolute?.(name)) return [{ kind: 'ref', ref: { module: name, path: '' }, at }];
  const reach = language.wildcard(name);
  const open = reach ? scope.lookup('*').flatMap((meaning) => (meaning.m === 'import' ? meaning.module : [])) : [];
  const isOnly = reach === 'only' && open.length > 0 && !open.includes('');
  return [{ kind: 'ref', ref: { module: isOnly ? open.join('|') : anyModule(open), path: name }, at }];
}

/** The environment variable that a reference reads, from whichever module its name comes. */
export function variableOf(ref: Ref, language: Language): string | null {
  for (const reading of readings(ref)) {
    const name = language.environment(reading);
    if (name !== null) return name;
  }
  return null;
}

/** A member that an object of a class lacks in this file, where the rest of the class stands in others of its package. */
export function elsewhere({ partial, name }: Class, member: string, scope: Scope | undefined): readonly Seen[] {
  const own = partial ? (scope?.lookup('*') ?? []) : [];
  return own.flatMap((meaning): readonly Seen[] => {
    if (meaning.m !== 'import' || !meaning.implied) return [];
    const ref = { module: meaning.module, path: `${name}().${member}` };
    return [{ kind: 'ref', ref, at: { line: 1, column: 1 } }];
  });
}

/** A method of something unknown, in a language where any thing may have the methods of an imported namespace. */
export function extension(
  { callee, at }: Node & { k: 'call' },
  seen: readonly Seen[],
  scope: Scope,
  { language, at: position }: { readonly language: Language; at(offset: number): Position },
): readonly Seen[] {
  if (!language.extensions || seen.length > 0 || callee.k !== 'member') return [];
  return undeclared(`().${callee.name}`, position(at), scope, language);
}
