import { base64 } from './views/base64.ts';
import { columns } from './views/columns.ts';
import { concatenated } from './views/concatenated.ts';
import { constants } from './views/constants.ts';
import { type Draft, draft, type Edit } from './views/draft.ts';
import { escapes, type IsNew } from './views/escapes.ts';
import { lists } from './views/lists.ts';
import { merged } from './views/merged.ts';
import type { Origins } from './views/origins.ts';
import { quotedPrintable } from './views/quoted-printable.ts';
import { mayHoldKey } from './views/tokens.ts';
import { wrapped } from './views/wrapped.ts';

/** What was undone to make a view. */
export type Undone = 'escapes' | 'quoted-printable' | 'constants' | 'joined' | 'base64';

/** Another reading of a text, and where its characters stand in the original. */
export interface View {
  readonly text: string;
  /** Offset in the original text of the character at `offset` of this view (for base64: where the character's encoded group starts). */
  origin(offset: number): number;
  /** Nested where a view was made of a view: `['base64', 'escapes']`. */
  readonly how: readonly Undone[];
}

/**
 * Other readings of a text that may show a key which the text itself hides, in an order that is always the same. A text
 * with little to undo has views of what stands near it alone, and one in which no run could be a key has none. What is
 * not text, or is shorter than any key, is not decoded.
 */
export function* views(text: string): Iterable<View> {
  yield* viewsOf({ text, how: [], layers: [], fresh: 0 });
}

/** A text on the way from the original, which is under all of its layers; the last `fresh` of them came with the last step. */
interface Reading {
  readonly text: string;
  readonly how: readonly Undone[];
  readonly layers: readonly Origins[];
  readonly fresh: number;
}

/** How much is kept on either side of what was changed: where that may be any part of a key, the whole of any key. */
const [far, near] = [4096, 256];
/** Escapes are undone until there are none, and base64 in base64: so often. */
const [mostRounds, mostBase64] = [4, 3];

/** What is tried on a reading, by what was undone last. All else would only find again what another order finds. */
const following = {
  nothing: ['escapes', 'quoted-printable', 'constants', 'joined', 'base64'],
  escapes: ['constants', 'joined', 'base64'],
  'quoted-printable': ['escapes', 'constants', 'joined', 'base64'],
  constants: ['joined', 'base64'],
  joined: ['base64'],
  base64: ['escapes', 'constants', 'joined', 'base64'],
} satisfies Record<Undone | 'nothing', readonly Undone[]>;

function* viewsOf(reading: Reading): Iterable<View> {
  for (const step of following[reading.how.at(-1) ?? 'nothing']) {
    if (step === 'base64' && reading.how.filter((one) => one === step).length === mostBase64) continue;
    const made = undo(step, reading);
    if (!made) continue;
    const { text, how, layers } = made;
    if (mayHoldKey(text)) yield { text, how, origin: (offset) => originOf(layers, offset) };
    yield* viewsOf(made);
  }
}

function originOf(layers: readonly Origins[], offset: number): number {
  return layers.reduceRight((at, layer) => layer.at(at), offset);
}

/** A reading without what a step undoes; `null` where there is nothing of it that is not as it was before the last step. */
function undo(step: Undone, { text, how, layers, fresh }: Reading): Reading | null {
  const last = layers.slice(layers.length - fresh).reverse();
  const isNew: IsNew = how.length === 0 ? () => true : (start, end) => isChanged(last, start, end);
  const made: Draft[] = [];
  for (let round = 0; round < (step === 'escapes' ? mostRounds : 1); round++) {
    const before = made.at(-1)?.text;
    const reach = step === 'base64' ? near : before === undefined ? far : Number.POSITIVE_INFINITY;
    const next = draft(before ?? text, editsOf(step, before ?? text, before === undefined ? isNew : () => true), reach);
    if (!next) break;
    made.push(next);
  }
  const changed = made.at(-1);
  if (!changed) return null;
  return {
    text: changed.text,
    how: [...how, step],
    layers: [...layers, ...made.map(({ origins }) => origins)],
    fresh: made.length,
  };
}

/** Whether one of the layers, the last one first, holds something else from `start` to `end` than the text below them. */
function isChanged(layers: readonly Origins[], start: number, end: number): boolean {
  let [from, to] = [start, end];
  for (const layer of layers) {
    if (!layer.isCopy(from, to)) return true;
    [from, to] = [layer.at(from), layer.at(to - 1) + 1];
  }
  return false;
}

function editsOf(step: Undone, text: string, isNew: IsNew): Iterable<Edit> {
  switch (step) {
    case 'escapes':
      return escapes(text, isNew);
    case 'quoted-printable':
      return quotedPrintable(text, isNew);
    case 'constants':
      return constants(text, isNew);
    case 'joined':
      return merged([concatenated(text, isNew), lists(text, isNew), columns(text, isNew), wrapped(text, isNew)]);
    case 'base64':
      return base64(text, isNew);
    default:
      return step satisfies never;
  }
}
