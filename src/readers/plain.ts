import type { Reader } from '../model/document.ts';
import type { StringFact } from '../model/fact.ts';
import { Lines } from '../text/position.ts';

/** Strings kept of one file, and of what length: a search for names needs no more. */
const maximumStrings = 20_000;
const maximumLength = 500;

const url = /\bhttps?:\/\/[^\s"'`<>\\^{|})\]]{1,500}/g;

/** A quote opens a string where no letter or digit precedes it: so an apostrophe in a word opens none. */
const quoted = /(?<![\w\\])(["'`])([^"'`\r\n\\]{1,500})\1/g;

/** Any text: its URLs and quoted strings, found by their looks. */
export const plain: Reader = {
  id: 'plain',
  read: (text) => ({
    facts: stringFacts(text),
    exports: [],
    manifest: null,
    entry: text.startsWith('#!'),
    trouble: '',
  }),
};

/** URLs and quoted strings of a text, in its order. */
export function stringFacts(text: string): StringFact[] {
  const found = new Map<number, string>();
  for (const { index, 0: value } of matches(text, url)) found.set(index, value.replace(/[.,;:!?]+$/, ''));
  for (const { index, 2: value = '' } of matches(text, quoted)) if (!found.has(index + 1)) found.set(index + 1, value);

  const lines = new Lines(text);
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([offset, value]) => ({
      kind: 'string',
      value: value.slice(0, maximumLength),
      role: 'other',
      name: null,
      at: lines.at(offset),
      within: null,
    }));
}

function* matches(text: string, pattern: RegExp): Iterable<RegExpMatchArray & { index: number }> {
  let count = 0;
  for (const match of text.matchAll(pattern)) {
    if (count++ >= maximumStrings) return;
    yield match;
  }
}
