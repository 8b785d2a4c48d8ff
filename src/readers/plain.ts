import type { Reader } from '../model/document.ts';
import type { StringFact } from '../model/fact.ts';
import { Lines } from '../text/position.ts';

/** Strings kept of one file. */
const maximumStrings = 50_000;

const url = /\bhttps?:\/\/[^\s"'`<>\\^{|})\]]{1,500}/g;

/** A quote opens a string where no letter or digit precedes it: so an apostrophe in a word opens none. */
const quoted = /(?<![\w\\])(["'`])([^"'`\r\n\\]{1,500})\1/g;

/** Any text: its URLs and quoted strings, found by their looks. */
export const plain: Reader = {
  id: 'plain',
  read(text) {
    const facts = stringFacts(text);
    const trouble =
      facts.length > maximumStrings
        ? 'It has more strings than are kept of one file; the last of them were left out.'
        : '';
    return {
      facts: facts.slice(0, maximumStrings),
      exports: [],
      manifest: null,
      entry: text.startsWith('#!'),
      trouble,
    };
  },
};

/** URLs and quoted strings of a text, in its order. */
function stringFacts(text: string): StringFact[] {
  const found = new Map<number, string>();
  for (const { index, 0: value } of text.matchAll(url)) found.set(index, value.replace(/[.,;:!?]{1,9}$/, ''));
  for (const { index, 2: value = '' } of text.matchAll(quoted)) {
    if (!found.has(index + 1)) found.set(index + 1, value);
    if (found.size > maximumStrings) break;
  }
  const lines = new Lines(text);
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([offset, value]) => ({
      kind: 'string',
      value,
      role: 'other',
      name: null,
      at: lines.at(offset),
      within: null,
    }));
}
