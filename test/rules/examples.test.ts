import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { prove } from '../../src/scan/prove.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const rules = compile(files);

describe('every rule file lives up to its own examples', () => {
  test.each([...files.providers, ...files.frameworks, ...files.sdks])('$id', async (file) => {
    expect(await prove(file, rules)).toEqual([]);
  });
});
