import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Report } from '../../src/model/report.ts';
import { formats, loadFormat } from '../../src/report/index.ts';
import { expand } from '../../src/ruleset/template.ts';
import { parts } from '../parts.ts';
import { addFiles, git, makeTree } from '../sources/tree.ts';
import { rules, scanAt } from '../world.ts';

const isRoot = process.getuid?.() === 0;

/** A call on line 3, in both languages. */
const typescript = `import OpenAI from 'openai';
const client = new OpenAI();
export const answer = () => client.chat.completions.create({ model: 'gpt-4o', messages: [] });
`;
const python = `from openai import OpenAI
client = OpenAI()
answer = client.chat.completions.create(model='gpt-4o', messages=[])
`;

describe('a key never leaves', () => {
  test.each([...formats.keys()])('in %s: not as it is, nor a long part, nor encoded', async (id) => {
    const key = openaiKey();
    const tree = makeTree({
      'agent.ts': `${typescript}const apiKey = '${key}';\n`,
      '.env': `OPENAI_API_KEY=${key}\n`,
      'config.yaml': `url: https://user:${key}@api.openai.com/v1?key=${key}\n`,
      'a.ipynb': JSON.stringify({ cells: [{ cell_type: 'code', source: [`openai.api_key = "${key}"`] }] }),
      'broken.json': `{"apiKey": "${key}`,
      'name.ts': `import { Agent } from '@openai/agents';\nnew Agent({ name: '${key}', model: '${key}' });\n`,
    });
    const report = await scanAt([tree], { rules: rules() });
    const output = render(report, await loadFormat(id));

    expect(report.findings.some(({ check }) => check === 'RC201')).toBe(true);
    for (const part of parts(key)) expect(output).not.toContain(part);
  });
});

describe('nothing outside of the root is read', () => {
  test('links are counted, not followed, and a loop of them ends', async () => {
    const outside = makeTree({ 'bait.ts': typescript, 'bait.env': `OPENAI_API_KEY=${openaiKey()}\n` });
    const tree = makeTree({ 'agent.ts': typescript, 'sub/': '' });
    symlinkSync(join(outside, 'bait.ts'), join(tree, 'bait.ts'));
    symlinkSync(outside, join(tree, 'lib'));
    symlinkSync('.', join(tree, 'loop'));
    symlinkSync('..', join(tree, 'sub/up'));
    symlinkSync('/proc/self/environ', join(tree, 'runner.env'));
    symlinkSync('nowhere', join(tree, 'gone.ts'));

    const report = await scanAt([tree]);
    expect(calls(report)).toEqual(['agent.ts:3']);
    expect(report.run.coverage).toMatchObject({ files: 1, skipped: [{ reason: 'link', count: 6 }] });
  });

  test('nor through a .git file or an alternate object store', async () => {
    const outside = makeTree({ 'secret.ts': typescript });
    git(outside, 'init', '-q', '--template=');
    const tree = makeTree({ 'agent.ts': typescript, '.git': `gitdir: ${outside}/.git\n` });

    const report = await scanAt([tree]);
    expect(report.run.places[0]).toMatchObject({ source: 'directory', commit: null });
    expect(report.problems.map(({ reason }) => reason)).toEqual(['git']);
    expect(calls(report)).toEqual(['agent.ts:3']);
  });

  test('a pipe with the name of a source does not hold the scan up', async () => {
    const tree = makeTree({ 'agent.ts': typescript });
    for (let count = 0; count < 8; count++) execFileSync('mkfifo', [join(tree, `pipe${count}.ts`)]);

    const report = await scanAt([tree]);
    expect(report.run.coverage.skipped).toEqual([{ reason: 'special-file', count: 8 }]);
    expect(calls(report)).toEqual(['agent.ts:3']);
  });

  test('nothing is written to the tree, and nothing of it runs', async () => {
    const trap = 'require("node:fs").writeFileSync(__dirname + "/ran", "");\n';
    const configs = ['rollcall.config.js', 'jest.config.js', 'index.js', 'node_modules/openai/index.js'];
    const tree = makeTree({
      'agent.ts': typescript,
      'sitecustomize.py': 'open("ran", "w")\n',
      'package.json': '{"name":"x","scripts":{"prepare":"touch ran"}}',
      'tsconfig.json': '{"extends":"../../outside.json","compilerOptions":{"plugins":[{"name":"./index.js"}]}}',
      ...Object.fromEntries(configs.map((name) => [name, trap])),
    });
    const before = readdirSync(tree, { recursive: true });

    expect(calls(await scanAt([tree]))).toEqual(['agent.ts:3']);
    expect(readdirSync(tree, { recursive: true })).toEqual(before);
  });
});

describe('what was not read is told, and the report is incomplete', () => {
  test.skipIf(isRoot)('an unreadable file and an unreadable folder', async () => {
    const tree = makeTree({ 'locked.ts': typescript, 'vault/agent.ts': typescript, 'ok.ts': 'export {};\n' });
    chmodSync(join(tree, 'locked.ts'), 0);
    chmodSync(join(tree, 'vault'), 0);

    const report = await scanAt([tree]);
    chmodSync(join(tree, 'vault'), 0o700);
    expect(report.run.complete).toBe(false);
    expect(report.problems.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
      'locked.ts unreadable',
      'vault unreadable',
    ]);
  });

  test('a file over the size that is read, of which the beginning still counts', async () => {
    const tree = makeTree({ 'big.js': `fetch('https://api.openai.com/v1/chat/completions');\n${' '.repeat(5000)}` });

    const report = await scanAt([tree], { maxBytes: 1000 });
    expect(report.run.complete).toBe(false);
    expect(report.problems[0]).toMatchObject({ file: 'big.js', reason: 'too-large', incomplete: true });
    expect(calls(report)).toEqual(['big.js:1']);
  });

  test('a file kept elsewhere', async () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n`;
    const report = await scanAt([makeTree({ 'agent.ts': pointer, 'ok.ts': 'export {};\n' })]);
    expect(report.run.complete).toBe(false);
  });

  test('an empty folder is no clean one', async () => {
    await expect(scanAt([makeTree()])).rejects.toThrow('nothing to scan');
  });
});

describe('broken code yields the call on its line', () => {
  test.each([
    ['agent.ts', `const ((( = }{ import from;\nclass { @@ \n${typescript}function (} => \`\${ \n`, 5],
    ['agent.ts', `<<<<<<< HEAD\n${typescript}=======\n>>>>>>> other\n`, 4],
    ['agent.tsx', `export const a = <b><c></b>;\n${typescript}`, 4],
    ['agent.py', `def f(:\n\t  x\n        \ty = (\n${python}print "old"\nasync await :=\n`, 6],
    ['agent.py', `x = """never closed'\n"""\nclass A(\n${python}`, 6],
    ['agent.vue', `<template><p :a="b'"></p></template>\n<script setup>\n${typescript}</script>\n`, 5],
    ['agent.ts', `${typescript}export const n = ${'('.repeat(50_000)}1${')'.repeat(50_000)};\n`, 3],
    ['agent.ts', `${typescript}export const n = ${'1+'.repeat(20_000)}1;\n`, 3],
    ['agent.js', `${typescript}z${'.a()'.repeat(20_000)};\n`, 3],
    ['agent.ts', `${typescript}type T = ${'A<'.repeat(5000)}B${'>'.repeat(5000)};\n`, 3],
    ['agent.py', `${python}x = ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, 3],
    ['agent.py', `${python}${'x: |\n'.repeat(5000)}`, 3],
    ['agent.py', `${'# remark\n'.repeat(30_000)}${python}`, 30_003],
    ['agent.py', `${python}${'\\\n'.repeat(30_000)}`, 3],
    ['agent.js', `${'"\\'.repeat(200_000)}\n${typescript}`, 4],
    ['agent.ts', `/*${' filler'.repeat(400_000)}*/\n${typescript}`, 4],
    ['agent.js', `${'a=function(b){return c.d(b)};'.repeat(100_000)}\n${typescript}`, 4],
  ])('%s %#', { timeout: 20_000 }, async (file, text, line) => {
    expect(calls(await scanAt([makeTree({ [file]: text })]))).toContain(`${file}:${line}`);
  });

  test('a file that brings a parser down costs no other file', { timeout: 20_000 }, async () => {
    const bad = `${python}${'x: |\n'.repeat(3000)}`;
    const tree = makeTree({
      'a.py': bad,
      'b.py': python,
      'c.py': bad,
      'd.py': bad,
      'e.py': bad,
      'f.py': bad,
      'g.py': python,
    });

    const report = await scanAt([tree]);
    expect(calls(report)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `${name}.py:3`));
    expect(report.run.complete).toBe(true);
  });

  test.each([
    [
      '.mcp.json',
      (key: string) => `{\n "mcpServers": {\n  "x": { "env": { "OPENAI_API_KEY": "${key}" }, "args": ["-y",`,
      3,
    ],
    ['config.json', (key: string) => `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)},\n"apiKey":"${key}"}`, 2],
    ['config.json', (key: string) => `{\n"apiKey": "${key}",\n"apiKey": "none"}`, 2],
    ['config.yaml', (key: string) => `${bomb()}OPENAI_API_KEY: ${key}\n`, 13],
    ['config.yaml', (key: string) => `a: !!js/function "f"\n%BAD\nOPENAI_API_KEY: ${key}\n`, 3],
    ['config.toml', (key: string) => `[a\n= b\n"""\nx = ${'['.repeat(9000)}\nopenai_api_key = "${key}"\n`, 5],
    ['.env', (key: string) => `NOEQUALS\n"open\nOPENAI_API_KEY='${key}' # note\n\0=\0\n`, 3],
    ['logo.js', (key: string) => `GIF89a/*${'\0'.repeat(600)}*/=1;\nk="${key}"\n`, 2],
  ])('a key in %s %#', async (file, text, line) => {
    const report = await scanAt([makeTree({ [file]: text(openaiKey()) })]);
    expect(evidence(report).filter(({ kind }) => kind === 'key')).toMatchObject([{ file, line }]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('a line is what an editor says it is', () => {
  const source = `// café\n${typescript}`;
  const wide = (text: string) => Buffer.from(text, 'utf16le');
  const utf32 = (text: string) =>
    Buffer.from(Uint32Array.from([...text], (letter) => letter.codePointAt(0) ?? 0).buffer);

  test.each([
    ['UTF-8', Buffer.from(source)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${source}`)],
    ['UTF-16LE with a mark', wide(`\ufeff${source}`)],
    ['UTF-16BE with a mark', wide(`\ufeff${source}`).swap16()],
    ['UTF-16LE without a mark', wide(source)],
    ['UTF-32LE with a mark', utf32(`\ufeff${source}`)],
    ['Latin-1', Buffer.from(source, 'latin1')],
    ['CRLF', Buffer.from(source.replaceAll('\n', '\r\n'))],
    ['lone CR', Buffer.from(source.replaceAll('\n', '\r'))],
    ['line separators, which end none', Buffer.from(source.replace('café', 'a\u2028b\u2029c'))],
    ['NULs in a comment', Buffer.from(source.replace('café', 'a\0b'))],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('//'), Buffer.of(0xc0, 0xaf, 0xed, 0xa0), Buffer.from(`\n${typescript}`)]),
    ],
  ])('%s', async (_name, bytes) => {
    expect(calls(await scanAt([makeTree({ 'agent.ts': bytes })]))).toContain('agent.ts:4');
  });

  test.each(['\r\n', '\r'])('Python with %j', async (end) => {
    const text = `# remark\n${python}`.replaceAll('\n', end);
    expect(calls(await scanAt([makeTree({ 'agent.py': text })]))).toContain('agent.py:4');
  });
});

describe('the tree does not silence the scan', () => {
  test('ignore files that would leave nothing', async () => {
    const tree = makeTree({ 'agent.ts': typescript, '.gitignore': '*\n', '.rollcallignore': '*\n', '.ignore': '*\n' });
    expect(calls(await scanAt([tree]))).toEqual(['agent.ts:3']);
  });

  test('an ignore file leaves nothing out where the policy comes from outside', async () => {
    const tree = makeTree({ 'agent.ts': typescript, 'README.md': '# x\n', '.gitignore': 'agent.ts\n' });
    expect(calls(await scanAt([tree], { trustTree: false }))).toEqual(['agent.ts:3']);
  });

  test('a comment that suppresses is counted, and has no say where the policy comes from outside', async () => {
    const accepted = typescript.replace('client.', '/* rollcall-ignore RC101: accepted by the owner */ client.');
    const tree = makeTree({ 'agent.ts': accepted });

    const trusted = await scanAt([tree]);
    expect(trusted.summary).toMatchObject({ agents: 1, unreviewed: 1, suppressed: 1 });
    const gated = await scanAt([tree], { trustTree: false });
    expect(gated.summary).toMatchObject({ suppressed: 0, findings: { high: 1 } });
  });

  test('a module that takes the name of a package takes the place only of what it defines', async () => {
    const tree = makeTree({ 'openai.py': 'open("x", "w")\n', 'agent.py': python });
    expect(calls(await scanAt([tree]))).toContain('agent.py:3');

    addFiles(tree, { 'openai.py': 'class OpenAI:\n    pass\n' });
    expect(calls(await scanAt([tree]))).toEqual([]);
  });

  test('names of folders and files that others skip leave a witness in the report', async () => {
    const names = [
      'a.min.js',
      'b.generated.ts',
      'vendor/c.ts',
      'dist/d.js',
      'test/e.test.ts',
      '.hidden/f.ts',
      'page.html',
    ];
    const tree = makeTree({ 'agent.ts': typescript, ...Object.fromEntries(names.map((name) => [name, typescript])) });
    expect(calls(await scanAt([tree])).map((place) => place.replace(/:\d+$/, ''))).toEqual(
      ['agent.ts', ...names].sort(),
    );
  });

  test('two hard links are two files, and each is told once', async () => {
    const tree = makeTree({ 'agent.ts': typescript });
    linkSync(join(tree, 'agent.ts'), join(tree, 'twin.ts'));
    expect(calls(await scanAt([tree]))).toEqual(['agent.ts:3', 'twin.ts:3']);
  });

  test('escapes in the name of a module and in a host', async () => {
    const escaped = typescript.replace('openai', '\\u006fpen\\x61i');
    const tree = makeTree({
      'agent.ts': escaped,
      'raw.js': 'fetch("https:\\/\\/\\u0061pi.openai.com/v1/chat/completions");\n',
    });
    expect(calls(await scanAt([tree]))).toEqual(['agent.ts:3', 'raw.js:1']);
  });
});

/** A key that was never anybody's. */
function openaiKey(): string {
  return expand('sk-proj-{{alnum:58}}T3BlbkFJ{{alnum:58}}', 'hostile');
}

function bomb(): string {
  const level = (i: number) =>
    `a${i}: &a${i} [${Array(10)
      .fill(i === 0 ? 'x' : `*a${i - 1}`)
      .join(',')}]\n`;
  return Array.from({ length: 12 }, (_, i) => level(i)).join('');
}

function evidence({ assessments, components, unattached }: Report): readonly Evidence[] {
  return [
    ...assessments.flatMap(({ agent }) => agent.evidence),
    ...components.flatMap((component) => component.evidence),
    ...unattached,
  ];
}

/** Places where a model is called, as opposed to where a client is made, each as often as it is told. */
function calls(report: Report): string[] {
  const told = evidence(report).filter(
    (one) => one.kind === 'request' || (one.kind === 'call' && one.operation !== 'other'),
  );
  return told.map(({ file, line }) => `${file}:${line}`).sort();
}

function render(report: Report, format: Awaited<ReturnType<typeof loadFormat>>): string {
  return format.render(report, { color: false, width: 200, unicode: true, verbose: true, checks: rules().checks });
}
