import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Gitignore } from '../../src/text/gitignore.ts';
import type { Budget } from '../../src/text/wildmatch.ts';

function plenty(): Budget {
  return { steps: 1e9 };
}

/** As git has it: a path is ignored where the rules say so of it or of a folder above it. */
function isIgnored(rules: Gitignore, path: string): boolean {
  const steps = path.split('/');
  return steps.some((_, index) => {
    const last = index === steps.length - 1;
    return rules.verdict(steps.slice(0, index + 1).join('/'), !last, plenty()) === true;
  });
}

test.each([
  ['*.log', 'a.log', true],
  ['*.log', 'deep/in/a.log', true],
  ['*.log', 'a.log.txt', false],
  ['/dist', 'dist', true],
  ['/dist', 'pkg/dist', false],
  ['docs/*.md', 'docs/a.md', true],
  ['docs/*.md', 'docs/sub/a.md', false],
  ['docs/**', 'docs/sub/a.md', true],
  ['**/temp', 'temp', true],
  ['a/**/z', 'a/z', true],
  ['a/**/z', 'a/b/c/z', true],
  ['a/**/z', 'ab/z', false],
  ['a**z', 'a/z', false],
  ['build/', 'build', false],
  ['build/', 'build/x', true],
  ['[a-c]?', 'b1', true],
  ['[!a-c]?', 'b1', false],
  ['[]-]x', ']x', true],
  ['[[:digit:][:upper:]]', 'Q', true],
  ['[[:nonsense:]]', 'n', false],
  ['[open', '[open', false],
  ['\\#note', '#note', true],
  ['#note', '#note', false],
  ['kept\\ ', 'kept ', true],
  ['cut  ', 'cut', true],
  ['\\*', 'x', false],
  ['lone\\', 'lone\\', false],
  ['crlf\r', 'crlf', true],
  ['\xef\xbb\xbfbom', 'bom', true],
])('%j on %j: %j', (pattern, path, ignored) => {
  expect(isIgnored(new Gitignore(pattern), path)).toBe(ignored);
});

test('the last rule that speaks of a path decides', () => {
  const rules = new Gitignore('*.log\n!keep.log\n/keep.log\n!/x/keep.log\n');
  expect(rules.verdict('keep.log', false, plenty())).toBe(true);
  expect(rules.verdict('x/keep.log', false, plenty())).toBe(false);
  expect(rules.verdict('readme', false, plenty())).toBeNull();
});

test('the cost of a pattern is bounded by its length and that of the path', () => {
  const budget = plenty();
  const patterns = [`${'*a'.repeat(100)}*b`, `${'**/a/'.repeat(50)}b`, `${'a*'.repeat(100)}b`];
  const path = 'a/'.repeat(100) + 'a'.repeat(250);
  expect(new Gitignore(patterns.join('\n')).verdict(path, false, budget)).toBeNull();
  expect(1e9 - budget.steps).toBeLessThan(200_000);
});

describe('git agrees', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'rollcall-ignore-'));
    execFileSync('git', ['init', '-q', '--template=', root]);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '.'), minLength: 1, maxLength: 3 });
  const path = fc.array(word, { minLength: 1, maxLength: 4 }).map((steps) => steps.map((step) => `x${step}`).join('/'));
  const token = fc.constantFrom(
    'a',
    'b',
    'x',
    '-',
    '.',
    '*',
    '?',
    '/',
    '/**/',
    '[ab]',
    '[!a]',
    '[a-c]',
    '[-b]',
    '\\*',
    'x*',
    ' ',
  );
  const line = fc
    .tuple(
      fc.constantFrom('', '', '', '!', '/', '**/'),
      fc.array(token, { maxLength: 5 }),
      fc.constantFrom('', '', '/', '/**'),
    )
    .map(([head, tokens, tail]) => head + tokens.join('') + tail)
    // Behind a literal start git takes `x**/a` for `x` and then `**/a`, which its manual denies; we keep to the manual.
    .filter((text) => !/[^/!]\*\*|\*\*[^/]/.test(text));

  test('on random rules and paths', () => {
    const check = fc.property(
      fc.array(line, { minLength: 1, maxLength: 6 }),
      fc.array(path, { minLength: 5, maxLength: 30 }),
      (rules, all) => {
        writeFileSync(join(root, '.gitignore'), rules.join('\n'));
        const paths = [...new Set(all)];
        expect(paths.filter((each) => isIgnored(new Gitignore(rules.join('\n')), each))).toEqual(askGit(root, paths));
      },
    );
    fc.assert(check, { numRuns: 150 });
  }, 60_000);
});

function askGit(root: string, paths: readonly string[]): string[] {
  const input = `${paths.join('\0')}\0`;
  // Without a match git ends with status 1 and says nothing.
  const command = 'git check-ignore --no-index -z --stdin || test $? -eq 1';
  const answer = execFileSync('sh', ['-c', command], { cwd: root, input, encoding: 'utf8' });
  return answer.split('\0').filter((path) => path !== '');
}
