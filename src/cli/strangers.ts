import { nearest, type Registry, type RuleSet } from '../index.ts';
import { quote } from '../text/quote.ts';

/** Providers in scopes that no rule knows: no agent is ever seen to use them, so they are mostly misspelt. */
export function strangers({ entries }: Registry, { aliases, subjects }: RuleSet): readonly string[] {
  const known = [...subjects.values()].flatMap(({ id, kind }) => (kind === 'framework' ? [] : [id]));
  const ids = new Set([...known, ...aliases.values()]);
  const isKnown = (name: string): boolean =>
    name.endsWith('*') ? [...ids].some((id) => id.startsWith(name.slice(0, -1))) : ids.has(name);
  return entries.flatMap(({ id, at, scope }) =>
    (scope.providers ?? []).flatMap((name) => {
      if (isKnown(name)) return [];
      const meant = aliases.get(name.toLowerCase()) ?? nearest(name, [...ids]);
      const mend = meant === null ? '; rollcall rules list names those there are' : `; did you mean ${meant}?`;
      return `${at.file}:${at.line}:${at.column}: ${id}: no provider is called ${bare(name)}${mend}`;
    }),
  );
}

function bare(name: string): string {
  return /^[\w.-]{1,40}$/.test(name) ? name : quote(name);
}
