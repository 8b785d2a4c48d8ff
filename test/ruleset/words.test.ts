import { expect, test } from 'vitest';
import { FrameworkFile } from '../../src/ruleset/schema.ts';
import { words } from '../../src/ruleset/words.ts';

/** The words that a made-up agent with one command asks for. */
function wordsOf(command: unknown): readonly string[] {
  const file = FrameworkFile.parse({
    id: 'helper',
    name: 'Helper',
    docs: 'https://helper.dev',
    commands: [command],
    examples: [{ title: 'none', file: 'a.txt', code: '', uses: [] }],
  });
  return words({ providers: [], frameworks: [file], sdks: [], checks: [] }).map(({ text, edge }) => `${text} ${edge}`);
}

test('a command is looked for by its name, as a word', () => {
  expect(wordsOf({ name: 'helper', arguments: ['-p'] })).toContain('helper word');
});

test('a command with words of its own is looked for by those alone', () => {
  const found = wordsOf({ name: 'pi', arguments: ['-p'], keywords: ['pi -p', "|'pi'|"] });
  expect(found).toEqual(expect.arrayContaining(['pi -p free', "'pi' word"]));
  expect(found).not.toContain('pi word');
});
