import type { Reference, Value } from '../../model/fact.ts';
import type { Language } from './language.ts';
import type { Addition, Scope } from './scope.ts';
import type { Class, Entry, Func } from './syntax.ts';

/** A value while it is being resolved: it may still be code of this file. */
export type Seen =
  | Value
  | { readonly kind: 'function'; readonly node: Func }
  | { readonly kind: 'class'; readonly node: Class }
  | Instance
  | Made;

/** An object of a class of this file, with the arguments that made it. */
export interface Instance {
  readonly kind: 'instance';
  readonly node: Class;
  readonly args: readonly Entry[];
  readonly scope: Scope | null;
}

/** An object literal, with what is added to it later. Its entries are resolved when they are asked for. */
export interface Made {
  readonly kind: 'object';
  readonly entries: readonly Entry[];
  readonly scope: Scope;
  readonly additions: readonly Addition[];
}

/** How many alternatives of a value are followed. */
const alternatives = 6;

/** Each alternative once, the first of them. */
export function unique(seen: readonly Seen[]): readonly Seen[] {
  if (seen.length < 2) return seen;
  const found = new Map<string, Seen>();
  for (const one of seen) {
    const key =
      one.kind === 'ref' ? `${one.ref.module}#${one.ref.path}` : `${one.kind}:${'text' in one ? one.text : found.size}`;
    if (!found.has(key)) found.set(key, one);
    if (found.size === alternatives) break;
  }
  return [...found.values()];
}

/** A variable that starts out as an empty list or object is filled later: what it holds is not known, but for what is added by name. */
export function filled(seen: Seen, additions: readonly Addition[]): Seen {
  if (seen.kind === 'list' && seen.items.length === 0) return { kind: 'dynamic' };
  if (seen.kind !== 'object') return seen;
  if (seen.entries.length + additions.length === 0) return { kind: 'dynamic' };
  return additions.length > 0 ? { ...seen, additions } : seen;
}

/** What is not known, goes by a name that no import brings, or comes out of a container: anything may stand behind it. */
export function isUnsure(seen: Seen, { containers }: Language): boolean {
  if (seen.kind === 'ref')
    return seen.ref.module === '' || seen.ref.module.includes('|') || containers?.test(seen.ref.module) === true;
  return seen.kind === 'dynamic';
}

/** What a template shows of a value that stands in it. */
export function piece(seen: Seen | undefined): string | Reference | null {
  if (seen?.kind === 'text') return seen.text;
  if (seen?.kind === 'env') return seen.fallback;
  if (seen?.kind === 'number') return String(seen.number);
  return seen?.kind === 'ref' && seen.ref.module !== '' ? seen : null;
}
