import type { TreePath, TreeTest } from '../../model/format.ts';
import type { Position } from '../../model/origin.ts';
import type { Tree } from './tree.ts';

/** A text of a configuration, and where it stands. */
export interface Said {
  readonly text: string;
  readonly at: Position;
}

/** More places than this at one path say nothing new. */
const maximumPlaces = 200_000;

/** The places that a path leads to. */
export function placesAt(from: Tree, path: TreePath): readonly Tree[] {
  let places: readonly Tree[] = [from];
  for (const segment of path) {
    if (segment === '@key') continue;
    places = places.flatMap((place) => step(place, segment)).slice(0, maximumPlaces);
  }
  return places;
}

function step(place: Tree, segment: string): Iterable<Tree> & readonly Tree[] {
  if (segment === '*') return [...place.below.values()];
  if (segment === '**') return everywhere(place);
  const [, key = '', value = ''] = /^\[([^=\]]+)=([^\]]*)\]$/.exec(segment) ?? [];
  if (key !== '') return [...place.below.values()].filter((item) => saysIn(item.below.get(key), value));
  const next = place.below.get(segment);
  return next ? [next] : [];
}

function saysIn(place: Tree | undefined, value: string): boolean {
  return place?.texts.some((fact) => fact.value === value) ?? false;
}

function everywhere(place: Tree): readonly Tree[] {
  const found = [place];
  for (const at of found) {
    if (found.length > maximumPlaces) break;
    for (const next of at.below.values()) found.push(next);
  }
  return found;
}

/** What is said at the first of several paths where anything is. A path that ends in `@key` says the key. */
export function saidAt(from: Tree, paths: readonly TreePath[] | undefined): readonly Said[] {
  for (const path of paths ?? []) {
    const places = placesAt(from, path);
    const said = path.at(-1) === '@key' ? places.flatMap(keyOf) : places.flatMap(textsOf);
    if (said.length > 0) return said;
  }
  return [];
}

function keyOf({ key, first }: Tree): readonly Said[] {
  return key === '' || first === null ? [] : [{ text: key, at: first.at }];
}

function textsOf({ texts }: Tree): readonly Said[] {
  return texts.flatMap(({ value, valueAt }) => (value === '' ? [] : [{ text: value, at: valueAt }]));
}

/** Whether a condition holds at a place. */
export function holds(from: Tree, { at, is }: TreeTest): boolean {
  if (is.length === 0) return at.some((path) => placesAt(from, path).length > 0);
  return at.some((path) => saidAt(from, [path]).some(({ text }) => fitsAny(is, text)));
}

/** Whether one of the patterns fits a text. */
export function fitsAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => fits(pattern, text));
}

/** Whether a pattern fits a text from end to end; `*` stands for any text. */
export function fits(pattern: string, text: string): boolean {
  const pieces = piecesOf(pattern);
  const last = pieces.length - 1;
  if (last === 0) return text === pattern;
  const [head = ''] = pieces;
  const tail = pieces[last] ?? '';
  if (!text.startsWith(head) || !text.endsWith(tail)) return false;
  let from = head.length;
  for (let index = 1; index < last; index++) {
    const piece = pieces[index] ?? '';
    const found = text.indexOf(piece, from);
    if (found < 0) return false;
    from = found + piece.length;
  }
  return text.length - tail.length >= from;
}

/** Patterns are taken apart once: rules have few of them, files many nodes. */
const known = new Map<string, readonly string[]>();

function piecesOf(pattern: string): readonly string[] {
  const pieces = known.get(pattern) ?? pattern.split('*');
  known.set(pattern, pieces);
  return pieces;
}
