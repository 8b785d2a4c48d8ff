import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { search } from '../../src/text/search.ts';

const { keywords } = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));

/** Megabytes about the platform and the language, written by people who had no models in mind. */
const texts = ['typescript/package.json', '@types/node/package.json', 'yaml/package.json'].flatMap((name) => {
  const folder = dirname(fileURLToPath(import.meta.resolve(name)));
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.(?:d\.ts|js)$/.test(entry.name),
  );
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name)));
});

test('texts that have nothing to do with models hold none of the words', () => {
  expect(texts.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(3_000_000);
  const hits = new Set<number>();
  for (const text of texts) search(keywords, text, hits);
  const found = [...hits].filter((id) => keywords.keyOnly[id] === 0).map((id) => keywords.words[id]);
  // A port of an example, which LM Studio has by chance.
  expect(found).toEqual(['localhost:1234']);
});
