import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Blob } from '../../src/model/blob.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Report } from '../../src/model/report.ts';
import { expand } from '../../src/ruleset/template.ts';
import { inProcess } from '../../src/scan/executor.ts';
import { pooled } from '../../src/scan/pool.ts';
import { tar, zip } from '../sources/archive/pack.ts';
import { makeTree } from '../sources/tree.ts';
import { home, rules, scanAt, silent } from '../world.ts';

/** Compiled before the first test: that takes its time. */
const compiled = rules();
const options = { salt: 'test', maxBytes: 1 << 20, always: /package\.json$/, shadows: new Set<string>() };
const key = expand('sk-proj-{{word:58}}T3BlbkFJ{{word:58}}', 'archives');
const setting = { name: 'conf/app.yaml', content: `name: shop\nopenai_api_key: ${key}\n` };
const agent = {
  name: 'agent.ts',
  content: `import OpenAI from 'openai';
export const ask = () => new OpenAI().chat.completions.create({ model: 'gpt-5', messages: [] });
ask();
`,
};

/** `file:line` of all places of keys that are reported. */
function keys({ findings }: Report): string[] {
  const found = findings.filter(({ check }) => check === 'RC201');
  return found.flatMap((one) => [one, ...one.locations].map(({ file, line }) => `${file}:${line}`));
}

function told({ unattached }: Report): readonly Evidence[] {
  return unattached;
}

describe('a key in an archive', () => {
  test.each([
    ['app.zip', zip([setting]), 'app.zip!/conf/app.yaml:2'],
    ['lib/app.jar', zip([{ ...setting, method: 0 }]), 'lib/app.jar!/conf/app.yaml:2'],
    ['app.tar', tar([setting]), 'app.tar!/conf/app.yaml:2'],
    ['app.tgz', gzipSync(tar([setting])), 'app.tgz!/conf/app.yaml:2'],
    ['app.yaml.gz', gzipSync(setting.content), 'app.yaml.gz:2'],
    [
      'note.docx',
      zip([{ name: 'word/document.xml', content: `<w:t>openai ${key}</w:t>` }]),
      'note.docx!/word/document.xml:1',
    ],
    ['notanarchive.txt', zip([setting]), 'notanarchive.txt!/conf/app.yaml:2'],
    ['image.tar', tar([{ name: 'layer.tar', content: tar([setting]) }]), 'image.tar!/layer.tar!/conf/app.yaml:2'],
  ])('is reported where it can be opened, and once: %s', async (path, bytes, place) => {
    const report = await scanAt([makeTree({ [path]: bytes })]);
    expect(keys(report)).toEqual([place]);
    expect(report.run.complete).toBe(true);
  });

  test('is the same key as that in a file', async () => {
    const report = await scanAt([makeTree({ 'app.zip': zip([setting]), '.env': `OPENAI_API_KEY=${key}\n` })]);
    expect(report.findings).toHaveLength(1);
    expect(keys(report)).toEqual(['.env:1', 'app.zip!/conf/app.yaml:2']);
  });

  test('is silenced by no comment beside it, which no reviewer saw, but by the configuration', async () => {
    const content = `openai_api_key: ${key} # rollcall-ignore RC201: it is fine\n`;
    const tree = makeTree({ 'app.zip': zip([{ ...setting, content }]) });
    expect((await scanAt([tree])).findings).toMatchObject([{ suppressed: null }]);
    const at = { file: 'config.yaml', line: 1, column: 1 };
    const rule = { check: 'RC201', path: 'app.zip!/**', agent: null, reason: 'a fixture', until: null, at };
    const report = await scanAt([tree], { config: { ...silent, ignore: [rule] } });
    expect(report.findings).toMatchObject([{ suppressed: { kind: 'config' } }]);
  });

  test('is spoken of by no mark that has no reason either: nobody could mend it', async () => {
    const content = `openai_api_key: ${key} # rollcall-ignore RC201\n`;
    expect((await scanAt([makeTree({ 'app.zip': zip([{ ...setting, content }]) })])).problems).toEqual([]);
  });

  test('is found before the place where the archive is cut, and the scan is not complete', async () => {
    const filler = { name: 'z.bin', content: Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * i * 7) % 251)) };
    const whole = gzipSync(tar([setting, filler]));
    const report = await scanAt([makeTree({ 'app.tgz': whole.subarray(0, whole.length - 200) })]);
    expect(keys(report)).toEqual(['app.tgz!/conf/app.yaml:2']);
    expect(report.run.complete).toBe(false);
  });
});

describe("code in an archive is somebody's package, or a copy of what stands beside it", () => {
  const mcp = { name: '.mcp.json', content: '{"mcpServers":{"shop":{"command":"npx","args":["shop-openai-mcp"]}}}' };
  const page = { name: 'CLAUDE.md', content: 'Use the openai package with claude.\n' };

  test('it makes no agent and no component, and what was seen of it says why', async () => {
    const report = await scanAt([makeTree({ 'app.zip': zip([agent, mcp, page]) })]);
    expect([report.assessments, report.components]).toEqual([[], []]);
    expect(told(report).filter(({ kind }) => kind === 'call')).toMatchObject([
      { file: 'app.zip!/agent.ts', line: 2, context: 'archived', weight: 'mention', reason: 'stands in an archive' },
      { file: 'app.zip!/agent.ts', line: 2, context: 'archived', weight: 'mention', reason: 'stands in an archive' },
    ]);
  });

  test('it changes nothing of an agent that stands beside it, but for the keys in it', async () => {
    const beside = { 'package.json': '{"name":"shop"}', 'agent.ts': agent.content };
    const other = {
      name: 'x.py',
      content: 'from anthropic import Anthropic\nAnthropic().messages.create(model="claude-5")\n',
    };
    const alone = await scanAt([makeTree(beside)]);
    const report = await scanAt([makeTree({ ...beside, 'lib.jar': zip([other, setting]) })]);
    const of = ({ assessments }: Report) =>
      assessments.map(({ agent: { providers, models, path } }) => [providers, models, path]);
    expect(of(report)).toEqual(of(alone));
    expect(report.findings.find(({ check }) => check === 'RC201')?.agent).toMatch(/\/\/\.$/);
  });

  test('no module of the tree is found there: neither by path nor by the name of a package', async () => {
    const exported = {
      name: 'index.ts',
      content: "import OpenAI from 'openai';\nexport const client = new OpenAI();\n",
    };
    const named = { name: 'package.json', content: '{"name":"@shop/client","dependencies":{"openai":"6"}}' };
    const caller = (from: string) =>
      `import { client } from '${from}';\nclient.chat.completions.create({ model: 'gpt-5', messages: [] });\n`;
    const files = {
      'a/package.json': '{"name":"a","dependencies":{"@shop/client":"1"}}',
      'a/by-name.ts': caller('@shop/client'),
      'a/by-path.ts': caller('./client.zip!/index'),
    };
    const report = await scanAt([makeTree({ ...files, 'a/client.zip': zip([exported, named]) })]);
    expect(report.assessments).toEqual([]);
  });

  test('a file of the tree that bears the path of a member is another one', async () => {
    const real = 'base_url: https://api.anthropic.com/v1\n';
    const report = await scanAt([makeTree({ 'a.zip': zip([setting]), 'a.zip!/conf/app.yaml': real })]);
    expect(keys(report)).toEqual(['a.zip!/conf/app.yaml:2']);
    expect(told(report).map(({ kind, context }) => `${kind} ${context}`)).toContain('endpoint production');
  });

  test('what it says of images and folders binds nothing of the tree', async () => {
    const folder = join(home, 'fixtures/cases/workload-of-an-image/input');
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
    const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    const compose = { name: 'compose.yaml', content: (files['compose.yaml'] ?? '').replace('./triage', './web') };
    const of = ({ assessments }: Report) => assessments.map(({ agent: { path, identities } }) => [path, identities]);
    const alone = await scanAt([makeTree(files)]);
    expect(of(alone)[0]?.[1]).toHaveLength(2);
    expect(of(await scanAt([makeTree({ ...files, 'old.zip': zip([compose]) })]))).toEqual(of(alone));
  });
});

describe('the archive itself', () => {
  test('loses a file that brings its reader down, and no other', async () => {
    const broken = { ...compiled, symbols: null } as unknown as typeof compiled; // nothing that a compiler of rules would make
    const { found, files } = await inProcess(broken, options).inspect([blob(zip([agent, setting]))], 'search');
    expect(found.map(({ inside }) => [inside?.problems, inside?.inspections])).toMatchObject([
      [[{ file: '0.bin!/agent.ts', reason: 'crashed', incomplete: true }], [{ file: '0.bin!/conf/app.yaml' }]],
    ]);
    expect(files).toBe(1);
  });

  test('is a file of the tree: a script that carries an archive behind it is one', async () => {
    const script = '#!/bin/sh\ncurl https://api.openai.com/v1/chat/completions -d @body.json\nexit\n';
    const report = await scanAt([makeTree({ 'setup.sh': zip([setting], { prefix: script }) })]);
    expect(report.assessments.map(({ agent: { path } }) => path)).toEqual(['.']);
    expect(keys(report)).toEqual(['setup.sh!/conf/app.yaml:2']);
  });

  test.each([
    ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0]],
    ['RAR', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 1]],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]],
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd, 0]],
    ['lz4', [0x04, 0x22, 0x4d, 0x18, 0]],
  ])('of %s is said to be unread, by itself and in another', async (kind, head) => {
    const shut = Buffer.from(head);
    const { run, problems } = await scanAt([
      makeTree({ 'a.bin': shut, 'b.zip': zip([{ name: 'c', content: shut }]), 'c.txt': 'BZh9' }),
    ]);
    expect(problems.map(({ file, reason, message }) => [file, reason, message.includes(kind)])).toEqual([
      ['a.bin', 'undecodable', true],
      ['b.zip!/c', 'undecodable', true],
    ]);
    expect(run.complete).toBe(false);
  });

  test('counts as one file of its own size, whatever it holds and however often something is wrong in it', async () => {
    const broken = Array.from({ length: 9 }, (_, i) => ({ name: `${i}.txt`, content: 'x', flags: 1 }));
    const bytes = zip([...broken, setting]);
    const { run, problems } = await scanAt([makeTree({ 'app.zip': bytes, 'a.txt': 'a' })]);
    expect(run.coverage).toMatchObject({ files: 2, bytes: bytes.length + 1 });
    expect(problems).toEqual([
      {
        kind: 'problem',
        place: expect.any(String),
        file: 'app.zip',
        reason: 'unreadable',
        message: '9 things in it are encrypted and were not read.',
        incomplete: true,
      },
    ]);
    expect(run.complete).toBe(false);
  });

  test('is read on other threads with the same result', async () => {
    const worker = new URL(`file://${home}/dist/scan/worker.js`);
    const blobs = [zip([setting, agent, { ...agent, flags: 1 }]), gzipSync(setting.content), Buffer.from('a')].map(
      blob,
    );
    const pool = pooled(compiled, options, 2, { worker, patience: 20_000 });
    const here = await inProcess(compiled, options).inspect(blobs, 'search');
    expect(await pool.inspect(blobs, 'search')).toEqual(here);
    expect(here.found.map(({ inside }) => inside?.inspections.length)).toEqual([2, 1]);
    await pool.close();
  });
});

test('whatever is done to an archive, it is read or reported', async () => {
  const executor = inProcess(compiled, options);
  const wholes = [
    zip([setting, agent]),
    gzipSync(tar([agent, setting])),
    zip([{ name: 'in.jar', content: zip([agent]) }]),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...wholes),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 8 }),
      async (whole, changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        const { found, files, failed } = await executor.inspect([blob(bytes)], 'search');
        expect([files, failed]).toEqual([1, 0]);
        expect(found.map(({ problem }) => problem)).toEqual(found.map(() => null));
      },
    ),
    { numRuns: 150 },
  );
});

function blob(bytes: Buffer, index = 0): Blob {
  const origin = { kind: 'file', path: `${index}.bin` } as const;
  return { kind: 'blob', place: 'acme', origin, content: { kind: 'bytes', bytes } };
}
