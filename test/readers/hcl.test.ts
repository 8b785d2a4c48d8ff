import { describe, expect, test } from 'vitest';
import { hcl } from '../../src/readers/hcl.ts';
import { entriesOf, shown, took } from './entries.ts';

const read = (text: string) => hcl.read(text, 'main.tf');

test('labels of a block are keys, blocks without one are numbered', () => {
  const reading = read(`resource "aws_thing" "main" {
  name = "triage"
  rule {
    ids = ["a", 2]
  }
  rule { ids = [] }
}
`);
  expect(shown(reading)).toEqual([
    'resource.aws_thing.main.name = "triage" @ 2:11',
    'resource.aws_thing.main.rule.0.ids.0 = "a" @ 4:13',
    'resource.aws_thing.main.rule.0.ids.1 = "2" @ 4:17',
  ]);
  expect(entriesOf(reading)[0]?.at).toEqual({ line: 2, column: 3 });
  expect(reading.trouble).toBe('');
});

test('objects have keys of many kinds', () => {
  expect(shown(read('a = {\n  b = 1, "c d" : true\n  (var.e) = null\n}'))).toEqual([
    'a.b = "1" @ 2:7',
    'a.c d = "true" @ 2:18',
    'a.(var.e) = "" @ 3:13',
  ]);
});

test.each([
  ['var.model', `\${var.model}`],
  ['aws_iam_role.agent[0].arn', `\${aws_iam_role.agent[0].arn}`],
  ['var.big ? "a" : "b"', `\${var.big ? "a" : "b"}`],
  ['"a" == var.b', `\${"a" == var.b}`],
  ['[for x in var.l : x]', `\${[for x in var.l : x]}`],
  ['max(\n  1,\n  2\n)', `\${max(\n  1,\n  2\n)}`],
])('the expression %s is kept as a template', (text, value) => {
  const reading = read(`a = ${text}\nb = 1\n`);
  expect(entriesOf(reading).map((entry) => entry.value)).toEqual([value, '1']);
  expect(reading.trouble).toBe('');
});

test('strings may hold templates, and these strings', () => {
  const reading = read(`a = "x-\${lookup(m, "k-\${v}", "}")}-\\"y\\"" # note\nb = "$\${no}"\nc = "é\\n"`);
  expect(entriesOf(reading).map(({ value }) => value)).toEqual([
    `x-\${lookup(m, "k-\${v}", "}")}-"y"`,
    `$\${no}`,
    'é\n',
  ]);
  expect(reading.trouble).toBe('');
});

test('heredocs end at their mark', () => {
  const reading = read('a = <<-EOT\n  one {\n  EOTX\n  EOT\nb = 1');
  expect(shown(reading)).toEqual(['a = "  one {\\n  EOTX" @ 2:1', 'b = "1" @ 5:5']);
});

test('what is encoded as JSON is read as it is written', () => {
  const reading = read('policy = jsonencode({\n  Statement = [{ Action = "models:Ask" }]\n})\nb = 1');
  expect(shown(reading)).toEqual(['policy.Statement.0.Action = "models:Ask" @ 2:28', 'b = "1" @ 4:5']);
});

test('comments of all kinds, a BOM and CRLF move nothing', () => {
  const reading = read(
    '\uFEFF# a = 1\r\n// b = 2\r\n/* c = 3\r\n*/ d = "4" /* e */\r\nf = [ # g\r\n  5, // h\r\n]\r\n',
  );
  expect(shown(reading)).toEqual(['d = "4" @ 4:9', 'f.0 = "5" @ 6:3']);
  expect(reading.trouble).toBe('');
});

describe('broken HCL is read as far as it goes, and told', () => {
  test.each([
    ['a block that is not closed', 'x "y" {\n  a = 1\n', ['x.y.a = "1" @ 2:7']],
    ['a string that is not closed', 'a = "one\nb = 2\n', ['a = "one" @ 1:6', 'b = "2" @ 2:5']],
    ['a list that is not closed', 'x {\n  a = [1,\n}\nb = 2\n', ['x.0.a.0 = "1" @ 2:8', 'b = "2" @ 4:5']],
    ['a line of something else', '<<<<<<< HEAD\na = 1\n', ['a = "1" @ 2:5']],
    ['a brace too many', '}\na = 1\n', ['a = "1" @ 2:5']],
  ])('%s', (_, text, entries) => {
    const reading = read(text);
    expect(shown(reading)).toEqual(entries);
    expect(reading.trouble).not.toBe('');
  });
});

test.each([
  ['braces', 'a {'.repeat(50_000)],
  ['lists', `a = ${'['.repeat(50_000)}`],
  ['templates', `a = "${'${"'.repeat(50_000)}`],
  ['heredocs', 'a = <<X\n'.repeat(20_000)],
  ['calls', `a = ${'f('.repeat(50_000)}`],
])('%s without end take no long time', (_, text) => {
  expect(took(() => read(text))).toBeLessThan(4000);
});
