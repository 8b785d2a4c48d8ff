import type { Position } from '../../model/origin.ts';
import type { Language } from './language.ts';
import type { Scope } from './scope.ts';
import type { Seen } from './seen.ts';

/** A name that the file does not declare: a global, or one of the modules whose names are all imported. */
export function undeclared(name: string, at: Position, scope: Scope, language: Language): readonly Seen[] {
  const everywhere: Seen = { kind: 'ref', ref: { module: '', path: name }, at };
  if (!language.wildcard(name)) return [everywhere];
  const open = scope.lookup('*').flatMap((meaning) => (meaning.m === 'import' ? meaning.module : []));
  return [...open.map((module): Seen => ({ ...everywhere, ref: { module, path: name } })), everywhere];
}
