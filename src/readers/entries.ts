import type { EntryFact, Reading } from '../model/fact.ts';
import { Lines } from '../text/position.ts';

/** How deep a configuration tree is followed. What lies deeper is told as trouble, and left to the search of the raw text. */
export const maximumDepth = 200;

/** How much text is handed to a parser that keeps its tokens in memory. */
export const maximumText = 2_000_000;

/** Path segments kept of one file, over all its leaves: many leaves at great depth would fill the memory otherwise. */
const maximumSegments = 4_000_000;
const maximumLeaves = 500_000;

/** A leaf of a configuration tree, with offsets in place of positions. */
export interface Leaf {
  readonly path: readonly (string | number)[];
  /** Text of the value without its quotes; '' for null, and for a map or list without entries. */
  readonly value: string;
  /** Offset of the key, or of the value where it is an item of a list. */
  readonly at: number;
  /** Where the value's own text stands, quotes excluded: from `start` up to, not including, `end`. */
  readonly start: number;
  readonly end: number;
}

/** Gathers leaves within bounds, and what went wrong on the way. */
export class Leaves {
  readonly list: Leaf[] = [];
  /** The first thing that went wrong, '' where nothing did. */
  trouble = '';
  #segments = 0;

  add(leaf: Leaf): void {
    this.#segments += leaf.path.length;
    if (this.#segments > maximumSegments || this.list.length >= maximumLeaves) {
      this.note('It has more entries than are kept of one file; the last of them were left out.');
      return;
    }
    this.list.push(leaf);
  }

  note(trouble: string): void {
    this.trouble ||= trouble;
  }
}

/** Leaves as facts, in the order of the text. */
export function entryFacts(text: string, leaves: readonly Leaf[]): EntryFact[] {
  const lines = new Lines(text);
  return leaves.map(({ path, value, at, start }) => ({
    kind: 'entry',
    path,
    value,
    at: lines.at(at),
    valueAt: lines.at(start),
    within: null,
  }));
}

/** A reading that holds entries and nothing else. */
export function entryReading(text: string, { list, trouble }: Leaves): Reading {
  return { facts: entryFacts(text, list), exports: [], manifest: null, entry: false, trouble };
}
