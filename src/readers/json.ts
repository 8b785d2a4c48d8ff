import { createScanner } from 'jsonc-parser';
import type { Reader } from '../model/document.ts';
import { entryReading, Leaves, maximumDepth } from './entries.ts';
import { addPairs } from './pairs.ts';

/** Kinds of tokens. The library's own enumeration is a `const enum`, which cannot be imported file by file. */
const token = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, comma: 5, colon: 6, null: 7 } as const;
const text = 10;
const unknown = 16;
const endOfFile = 17;

/** Errors of a token that mean something is missing. */
const cutShort: ReadonlySet<number> = new Set([1, 2]);

interface Frame {
  readonly kind: 'map' | 'list';
  /** Of the bracket. */
  readonly at: number;
  key: string | null;
  keyAt: number;
  /** True behind a key's colon. */
  colon: boolean;
  /** Items or entries so far. */
  count: number;
}

/** JSON, with comments and trailing commas, cut off or broken: what can be read of it is read. JSON5 by its name. */
export const json: Reader = {
  id: 'json',
  read: (source, path) => {
    const isJson5 = /\.json5$/i.test(path);
    return entryReading(source, jsonLeaves(isJson5 ? requoted(source) : source, { isJson5 }));
  },
};

/** The leaves of a JSON text, repeated keys included. It walks tokens with a stack of its own, so depth cannot hurt it. */
export function jsonLeaves(source: string, { isJson5 = false } = {}): Leaves {
  const leaves = new Leaves();
  const walk = new Walk(leaves, isJson5 ? json5Word : null);
  const scanner = createScanner(source, true);
  if (source.charCodeAt(0) === 0xfeff) scanner.setPosition(1);

  for (let kind: number = scanner.scan(); kind !== endOfFile; kind = scanner.scan()) {
    const offset = scanner.getTokenOffset();
    const broken = cutShort.has(scanner.getTokenError());
    if (broken) leaves.note('The JSON holds a string or comment that is not closed.');
    if (kind >= text || kind >= token.null) {
      const quotes = kind === text ? 1 : 0;
      const end = offset + scanner.getTokenLength() - (broken ? 0 : quotes);
      walk.scalar(kind, textOf(kind, scanner.getTokenValue()), offset, offset + quotes, end);
    } else walk.punctuation(kind, offset);
  }
  walk.end();
  if (leaves.trouble) addPairs(source, leaves);
  return leaves;
}

function textOf(kind: number, value: string): string {
  if (kind === token.null) return '';
  return kind === unknown ? value.replace(/^'(.*)'$/, '$1') : value;
}

/** Names of keys, and numbers as JSON5 has them besides. */
const json5Word = /^(?:[\p{L}_$][\p{L}\p{M}\p{N}_$]*|[+-]?(?:\d*\.?\d*(?:e[+-]?\d+)?|Infinity|NaN))$/iu;

/** Texts of JSON5 in the quotes of JSON, each as wide as it was: a double quote inside becomes a single one. */
function requoted(source: string): string {
  const piece = /"(?:\\[\s\S]|[^"\\\r\n])*"|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|'((?:\\[\s\S]|[^'\\\r\n])*)'/g;
  return source.replace(piece, (whole, inner: string | undefined) =>
    inner === undefined ? whole : `"${inner.replaceAll('"', "'")}"`,
  );
}

class Walk {
  readonly #leaves: Leaves;
  /** Words that stand without quotes, and rightly so. */
  readonly #words: RegExp | null;
  readonly #frames: Frame[] = [];
  /** Levels beyond the deepest that is followed. */
  #beyond = 0;

  constructor(leaves: Leaves, words: RegExp | null) {
    this.#leaves = leaves;
    this.#words = words;
  }

  punctuation(kind: number, offset: number): void {
    if (kind === token.openBrace || kind === token.openBracket)
      this.#open(kind === token.openBrace ? 'map' : 'list', offset);
    else if (kind === token.closeBrace || kind === token.closeBracket) this.#close(offset);
    else this.#separate(kind === token.colon);
  }

  scalar(kind: number, value: string, at: number, start: number, end: number): void {
    if (this.#beyond > 0) return;

    if (kind === unknown && !this.#words?.test(value)) this.#leaves.note('The JSON holds words that are not JSON.');
    const frame = this.#frames.at(-1);
    if (frame?.kind === 'map' && !frame.colon) {
      if (frame.key !== null) this.#leaves.note('The JSON lacks a colon.');
      frame.key = value;
      frame.keyAt = at;
      return;
    }
    if (!frame && kind === unknown) return;

    this.#leaves.add({ path: this.#path(), value, at: frame?.kind === 'map' ? frame.keyAt : at, start, end });
    this.#filled(frame);
  }

  end(): void {
    if (this.#frames.length > 0) this.#leaves.note('The JSON ends before its brackets are closed.');
  }

  #open(kind: Frame['kind'], at: number): void {
    if (this.#frames.length >= maximumDepth) {
      this.#leaves.note(
        `The JSON is nested deeper than ${maximumDepth} levels; what lies deeper was not read as entries.`,
      );
      this.#beyond += 1;
      return;
    }
    const parent = this.#frames.at(-1);
    if (parent?.kind === 'map' && !parent.colon) this.#leaves.note('The JSON lacks a key.');
    this.#frames.push({ kind, at, key: null, keyAt: at, colon: false, count: 0 });
  }

  #close(offset: number): void {
    if (this.#beyond > 0) {
      this.#beyond -= 1;
      return;
    }
    const frame = this.#frames.pop();
    if (!frame) {
      this.#leaves.note('The JSON closes a bracket that was not opened.');
      return;
    }
    const parent = this.#frames.at(-1);
    if (frame.count === 0) {
      const at = parent?.kind === 'map' ? parent.keyAt : frame.at;
      this.#leaves.add({ path: this.#path(), value: '', at, start: frame.at, end: offset + 1 });
    }
    this.#filled(parent);
  }

  #separate(colon: boolean): void {
    const frame = this.#frames.at(-1);
    if (this.#beyond > 0 || frame?.kind !== 'map') return;

    if (colon) frame.colon = true;
    else this.#filled(frame, 0);
  }

  /** The value that was awaited has come. */
  #filled(frame: Frame | undefined, values = 1): void {
    if (!frame) return;

    frame.count += values;
    frame.key = null;
    frame.colon = false;
  }

  #path(): (string | number)[] {
    return this.#frames.map((frame) => (frame.kind === 'list' ? frame.count : (frame.key ?? '')));
  }
}
