import { expect, test } from 'vitest';
import { use } from '../../src/detectors/use.ts';
import { grammar } from '../../src/readers/languages/python/grammar.ts';
import { loadReader } from '../../src/readers/tree-sitter.ts';
import { rules } from '../world.ts';
import { documentOf } from './world.ts';

const python = await loadReader(grammar);

/** Uses in a Python file: provider and confidence of each. */
function uses(code: string): string[] {
  return [...use(documentOf(python, 'main.py', code), rules())].flatMap(({ weight, provider, confidence }) =>
    weight === 'use' ? `${provider} ${confidence}` : [],
  );
}

const call = 'client.chat.completions.create(model="m", messages=[])';

test('a client that the file lost is of the SDK that it imports, and nobody is sure', () => {
  expect(uses(`import openai\n${call}`)).toEqual(['openai low']);
});

test('without the import, or with two that are spelled alike, nothing is told', () => {
  expect(uses(call)).toEqual([]);
  expect(uses(`import openai, groq\n${call}`)).toEqual([]);
});

test('a name that is bound to something else is not lost, and a single word is not enough', () => {
  expect(uses(`import openai\nclient = Robot()\n${call}`)).toEqual([]);
  expect(uses('import openai\nclient.create(model="m")')).toEqual([]);
});
