import { assert, constantFrom, property, string, uniqueArray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { automaton, type Word } from '../../src/ruleset/keywords.ts';
import { search } from '../../src/text/search.ts';

/** Few letters, so that words overlap, contain one another and end where others begin. */
const letter = constantFrom('a', 'b', 'A', 'B', '_', '.', '-', '1', 'é');
const text = string({ unit: letter, maxLength: 200 });
const words = uniqueArray(string({ unit: letter, minLength: 1, maxLength: 5 }), {
  selector: (word) => folded(word),
  minLength: 1,
  maxLength: 12,
});

function found(list: readonly Word[], bytes: Uint8Array): string[] {
  const hits = new Set<number>();
  const keywords = automaton(list);
  const any = search(keywords, bytes, hits);
  expect(any).toBe(hits.size > 0);
  return [...hits].map((id) => keywords.words[id] ?? '?').sort();
}

function free(...list: string[]): Word[] {
  return list.map((word) => ({ text: word, edge: 'free', exact: null, keyOnly: false }));
}

function bounded(...list: string[]): Word[] {
  return list.map((word) => ({ text: word, edge: 'word', exact: null, keyOnly: false }));
}

/** Only ASCII is folded. */
function folded(one: string): string {
  return one.replaceAll(/[A-Z]/g, (capital) => capital.toLowerCase());
}

/** The plain way: every word at every place. */
function naive(list: readonly Word[], searched: string): string[] {
  const within = folded(searched);
  const stands = (word: Word): boolean => {
    const one = folded(word.text);
    for (let at = within.indexOf(one); at >= 0; at = within.indexOf(one, at + 1)) {
      if (word.edge === 'free') return true;
      if (!/\w/.test(within[at - 1] ?? ' ') && !/\w/.test(within[at + one.length] ?? ' ')) return true;
    }
    return false;
  };
  return list
    .filter(stands)
    .map((word) => folded(word.text))
    .sort();
}

test('the automaton finds what a search for each word finds', () => {
  assert(
    property(words, text, (list, searched) => {
      expect(found(free(...list), Buffer.from(searched))).toEqual(naive(free(...list), searched));
    }),
    { numRuns: 2000 },
  );
});

test('with boundaries asked for, too', () => {
  const ascii = words.map((list) => list.map((word) => word.replaceAll('é', 'x')));
  assert(
    property(
      ascii.filter((list) => new Set(list.map(folded)).size === list.length),
      text,
      (list, searched) => {
        expect(found(bounded(...list), Buffer.from(searched))).toEqual(naive(bounded(...list), searched));
      },
    ),
    { numRuns: 2000 },
  );
});

test('what is found does not depend on where in the bytes it stands', () => {
  for (let before = 0; before < 40; before++) {
    for (let after = 0; after < 40; after++) {
      const bytes = Buffer.from(`${'x'.repeat(before)}anthropic${'x'.repeat(after)}`);
      expect(found(free('anthropic', 'openai'), bytes)).toEqual(['anthropic']);
    }
  }
});

test('a word that stands inside another is found beside it', () => {
  expect(found(free('openai', 'azure_openai_key', 'ai', 'key'), Buffer.from('AZURE_OPENAI_KEY'))).toEqual([
    'ai',
    'azure_openai_key',
    'key',
    'openai',
  ]);
});

test('a word that breaks off inside another is found where it begins again', () => {
  expect(found(free('sk-ant-api', 'sk-sk-proj'), Buffer.from('sk-ant-sk-sk-sk-proj'))).toEqual(['sk-sk-proj']);
});

test('a bounded word counts at the edges of a file and between signs, not inside a name', () => {
  const ai = (searched: string): string[] => found(bounded('ai'), Buffer.from(searched));
  expect(['ai', '"ai"', 'x.ai/', '-AI-'].map(ai)).toEqual([['ai'], ['ai'], ['ai'], ['ai']]);
  expect(['main', 'ai_', '_ai', 'ai2', 'rail'].map(ai)).toEqual([[], [], [], [], []]);
});

test('a bounded word that stands inside a name first and alone later is found', () => {
  expect(found(bounded('ai'), Buffer.from('main rail ai'))).toEqual(['ai']);
});

test('UTF-16 and UTF-32 texts hold the words of their ASCII', () => {
  assert(
    property(words, text, (list, searched) => {
      const ascii = searched.replaceAll('é', ' ');
      const list16 = free(...new Set(list.map((word) => folded(word.replaceAll('é', 'e')))));
      const plain = found(list16, Buffer.from(ascii));
      const wide = Buffer.from(ascii, 'utf16le');
      const wider = Buffer.concat([...wide].map((byte, at) => (at % 2 ? Buffer.alloc(3) : Buffer.from([byte]))));
      expect(found(list16, wide)).toEqual(plain);
      expect(found(list16, Buffer.from(wide).swap16())).toEqual(plain);
      expect(found(list16, wider)).toEqual(plain);
    }),
  );
});

test('bytes of no word and an empty file hold nothing', () => {
  expect(found(free('openai'), Buffer.alloc(0))).toEqual([]);
  expect(found(free('openai'), Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)))).toEqual([]);
});

describe('what stands around a word', () => {
  const at = (edge: Word['edge'], word: string, text: string): boolean =>
    found([{ text: word, edge, exact: null, keyOnly: false }], Buffer.from(text)).length > 0;

  test.each([
    ['COHERE_API_KEY=x', true],
    ['api.cohere.com', true],
    ['a coherent whole', false],
    ['incohere', false],
    ['cohereApiKey', true],
    ['myCohereKey', true],
    ['AWSCohere', true],
    ['INCOHERE', false],
  ])('letters: %s', (text, expected) => expect(at('letters', 'cohere', text)).toBe(expected));

  test.each([
    ['token=hf_abcdefghijklmnop', true],
    ['"hf_abcdefghijklmnop"', true],
    ['first line\\nhf_abcdefghijklmnop', true],
    ['key%3Dhf_abcdefghijklmnop', true],
    ['hf_abc', false],
    ['selfhf_abcdefghijklmnop', false],
    ['hf_abcd efgh', false],
  ])('prefix: %s', (text, expected) => expect(at('prefix', 'hf_', text)).toBe(expected));

  test.each([
    ['"AKIAQRSTUVWX" + rest', true],
    ['"AKIAQRSTUVWX";', true],
    ['"ASIAPAC";', false],
    ['"AKIAqrstuvwx";', false],
    ['AKIAQRSTUVWX and more', false],
  ])('prefix of capitals: %s', (text, expected) => {
    expect(at('prefix', text.includes('AKIA') ? 'akia' : 'asia', text)).toBe(expected);
  });
});

test('a word that is spelled with capitals is found as it is spelled, in wide text too', () => {
  const akia: Word[] = [{ text: 'akia', edge: 'free', exact: 'AKIA', keyOnly: true }];
  expect(found(akia, Buffer.from('id=AKIA'))).toEqual(['akia']);
  expect(found(akia, Buffer.from('Slovakia, AkIA'))).toEqual([]);
  expect(found(akia, Buffer.from('id=AKIA', 'utf16le'))).toEqual(['akia']);
});

test('only a stretch is gone through, and what stands beside it is looked at', () => {
  const list = bounded('openai', 'mistral');
  const keywords = automaton(list);
  const text = Buffer.from('xopenai mistral openai');
  const within = (start: number, end: number): string[] => {
    const hits = new Set<number>();
    search(keywords, text, hits, { start, end });
    return [...hits].map((id) => keywords.words[id] ?? '?');
  };
  expect(within(1, 7)).toEqual([]);
  expect(within(5, 15)).toEqual(['mistral']);
  expect(within(16, 22)).toEqual(['openai']);
});
