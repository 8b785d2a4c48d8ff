import type { EntryFact, Fact } from '../../model/fact.ts';

/** A place in a configuration tree: the whole file, a map, a list, or a text. */
export interface Tree {
  /** The key or index that leads here; '' for the whole. */
  readonly key: string;
  readonly below: ReadonlyMap<string, Tree>;
  /** The texts that stand here: none in a map, several where a key is repeated or the file holds several documents. */
  readonly texts: readonly EntryFact[];
  /** The first text here or below. */
  readonly first: EntryFact | null;
}

interface Growing extends Tree {
  readonly below: Map<string, Growing>;
  readonly texts: EntryFact[];
  first: EntryFact | null;
}

/** More places than this are kept of no file: it would have to be made for it. */
const maximumPlaces = 1_000_000;

/** The tree that the entries of a file are the leaves of. What is said twice is kept twice. */
export function treeOf(facts: readonly Fact[]): Tree {
  const root = place('');
  let left = maximumPlaces;
  for (const fact of facts) {
    if (fact.kind !== 'entry') continue;
    if (left <= 0) break;
    let at = root;
    at.first ??= fact;
    for (const segment of fact.path) {
      const key = String(segment);
      let next = at.below.get(key);
      if (!next) {
        next = place(key);
        at.below.set(key, next);
        left -= 1;
      }
      at = next;
      at.first ??= fact;
    }
    at.texts.push(fact);
  }
  return root;
}

function place(key: string): Growing {
  return { key, below: new Map(), texts: [], first: null };
}
