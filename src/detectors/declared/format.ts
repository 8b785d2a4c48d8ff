import picomatch from 'picomatch';
import type { Document } from '../../model/document.ts';
import type { FormatRule } from '../../model/format.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { holds, placesAt } from './path.ts';
import { type Tree, treeOf } from './tree.ts';

/** A declaration that stands in a file: what it is written in, and where it begins. */
export interface Declaration {
  readonly format: FormatRule;
  readonly root: Tree;
}

/** The declarations of a file: by its shape, and where a format asks for one, by its name. */
export function declarationsIn({ facts, file, text }: Document, { formats }: RuleSet): readonly Declaration[] {
  if (!facts.some(({ kind }) => kind === 'entry')) return [];
  const named = matchers(formats).flatMap(({ format, matches }) => (matches(file) ? [format] : []));
  const folded = named.some(({ keywords }) => keywords.length > 0) ? text.toLowerCase() : '';
  const possible = named.filter(
    ({ keywords }) => keywords.length === 0 || keywords.some((word) => folded.includes(word)),
  );
  if (possible.length === 0) return [];

  const tree = treeOf(facts);
  return possible.flatMap((format) => {
    const roots = new Set(format.roots.flatMap((path) => placesAt(tree, path)));
    return [...roots].filter((root) => hasShape(root, format)).map((root) => ({ format, root }));
  });
}

function hasShape(root: Tree, { shape }: FormatRule): boolean {
  return shape.every((test) => holds(root, test));
}

interface Matcher {
  readonly format: FormatRule;
  readonly matches: (path: string) => boolean;
}

/** Patterns are compiled once for a rule set. */
const compiled = new WeakMap<readonly FormatRule[], readonly Matcher[]>();

function matchers(formats: readonly FormatRule[]): readonly Matcher[] {
  const known =
    compiled.get(formats) ?? formats.map((format) => ({ format, matches: picomatch(format.files, { dot: true }) }));
  compiled.set(formats, known);
  return known;
}
