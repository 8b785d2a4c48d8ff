import { describe, expect, test } from 'vitest';
import { named, readAs } from './facts.ts';

/** A program whose one call stands on line 4, and how it is made part of a file with something hostile behind it. */
const programs: readonly (readonly [file: string, call: string, program: string])[] = [
  ['a.py', 'chat', 'import acme\n\n\nacme.chat("a")\n'],
  ['a.go', 'Chat', 'package a\nimport "acme"\nfunc main() {\n\tacme.Chat("a")\n}\n'],
  ['a.rs', 'chat', 'use acme;\n\nfn main() {\n    acme::chat("a");\n}\n'],
  ['A.java', 'chat', 'import acme.Models;\nclass A {\n  void a() {\n    Models.chat("a");\n  }\n}\n'],
  ['a.kt', 'chat', 'import acme.Models\n\nfun main() {\n    Models.chat("a")\n}\n'],
  ['a.cs', 'Chat', 'using Acme;\n\n\nModels.Chat("a");\n'],
  ['a.php', 'chat', '<?php\nuse Acme\\Models;\n\nModels::chat("a");\n'],
  ['a.rb', 'chat', 'require "acme"\n\n\nAcme.chat("a")\n'],
  ['a.ex', 'chat', 'alias Acme.Models\n\n\nModels.chat("a")\n'],
  ['a.sh', 'post', '\n\n\ncurl -d a https://models.example.com/v1/chat\n'],
  ['a.ts', 'chat', 'import acme from "acme";\n\n\nacme.chat("a");\n'],
];

/** What made parsers sit for minutes, or fall over. */
const hostile: Record<string, string> = {
  brackets: '('.repeat(100_000),
  'marks that begin and never end': '<!--'.repeat(20_000),
  'comments that are opened only': '/* '.repeat(20_000),
  quotes: '"'.repeat(60_001),
  backslashes: '\\'.repeat(60_001),
  heredocs: '\n<<EOF'.repeat(10_000),
  interpolation: '"#{"${"$('.repeat(5_000),
  'a line without an end': `x = ${'a '.repeat(50_000)}`,
  'NUL and lone surrogates': '\0\ud800x\udc00'.repeat(5_000),
};

describe.each(programs)('%s', (file, call, program) => {
  test.each(Object.entries(hostile))('reads what stands before %s', async (_what, text) => {
    const reading = await readAs(file, `${program}\n${text}\n`);
    expect(named(reading, call).map((one) => one.split(':').at(-1))).toContain('4');
  });
});

test('a text that a parser would not come through is read without that, and says so', async () => {
  expect((await readAs('a.go', `package a\n${'<!--'.repeat(500)}`)).trouble).toContain('without an end');
  expect((await readAs('a.go', `package a\n${'/* '.repeat(500)}`)).trouble).toContain('without an end');
});

test('rulers, closed comments and a table of numbers are nothing of that kind', async () => {
  const plain = ['package a', `// ${'-'.repeat(3000)}`, '/* a */'.repeat(400), `var a = []int{${'1, '.repeat(3000)}}`];
  expect((await readAs('a.go', `${plain.join('\n')}\n`)).trouble).toBe('');
});

test('a list of very many items is read to its end', async () => {
  const { facts } = await readAs('a.toml', `a = [${'"b",'.repeat(150_000)}]\nc = 1\n`);
  expect(facts).toHaveLength(150_001);
});
