import { expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { parseRules } from '../../src/ruleset/parse.ts';

const whole = `id: acme
name: Acme
docs: https://docs.acme.example
examples:
  - { title: nothing, file: a.txt, code: x, uses: [] }
`;

function refusal(path: string, text: string): RollcallError {
  try {
    parseRules([{ path, text }]);
  } catch (error) {
    if (error instanceof RollcallError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

test('a rule file says what it must', () => {
  expect(parseRules([{ path: 'providers/acme.yaml', text: whole }]).providers.map(({ id }) => id)).toEqual(['acme']);
});

test('an unknown key is an error with its line', () => {
  expect(refusal('providers/acme.yaml', `${whole}hostz: [a.example]\n`).hint).toContain('hostz');
});

test('a file without an example proves nothing', () => {
  expect(refusal('providers/acme.yaml', whole.replace(/examples:[\s\S]*/, 'examples: []\n')).hint).toContain(
    'providers/acme.yaml:4',
  );
});

test('a file is named after its id', () => {
  expect(refusal('providers/other.yaml', whole).message).toContain("'acme'");
});

test('two files may not have one id', () => {
  const texts = ['providers/acme.yaml', 'frameworks/acme.yaml'].map((path) => ({ path, text: whole }));
  expect(() => parseRules(texts)).toThrow("two rule files have the id 'acme'");
});

test('a broken file names its line', () => {
  expect(refusal('providers/acme.yaml', 'id: [\n').message).toMatch(/providers\/acme\.yaml:\d+ is not valid YAML/);
});
