import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Blob } from '../../src/model/blob.ts';
import { loadCompiled } from '../../src/ruleset/load.ts';
import { inProcess } from '../../src/scan/executor.ts';
import type { InspectOptions } from '../../src/scan/inspect.ts';
import { pooled } from '../../src/scan/pool.ts';

const rules = loadCompiled();
const options: InspectOptions = { salt: 'test', maxBytes: 1 << 20, always: /package\.json$/, shadows: new Set() };
const folder = mkdtempSync(join(tmpdir(), 'rollcall-executor-'));
afterAll(() => rmSync(folder, { recursive: true }));

const client =
  "import OpenAI from 'openai';\nexport const client = new OpenAI();\nawait client.chat.completions.create({ model: 'gpt-5' });\n";

function inMemory(path: string, text: string | Uint8Array): Blob {
  return {
    kind: 'blob',
    place: 'acme',
    origin: { kind: 'file', path },
    content: { kind: 'bytes', bytes: Buffer.from(text) },
  };
}

function onDisk(path: string, text: string | Uint8Array): Blob {
  const file = join(folder, path.replaceAll('/', '-'));
  writeFileSync(file, text);
  const content = { kind: 'disk', path: file, encoding: 'utf8', size: text.length } as const;
  return { kind: 'blob', place: 'acme', origin: { kind: 'file', path }, content };
}

const files = [
  inMemory('src/client.ts', client),
  inMemory('src/none.ts', 'export const one = 1;\n'),
  inMemory('src/chat.py', 'from anthropic import Anthropic\n\nAnthropic().messages.create(model="claude-sonnet-5")\n'),
  inMemory('package.json', '{ "name": "shop", "dependencies": { "openai": "^6.0.0" } }'),
  onDisk('infra/app.env', 'OPENAI_API_KEY=\n'),
  {
    ...onDisk('gone.ts', ''),
    content: { kind: 'disk', path: join(folder, 'gone'), encoding: 'utf8', size: 1 },
  } as const,
];

/** Threads run what was built. */
const worker = new URL('../../dist/scan/worker.js', import.meta.url);
const dying = new URL('./dying-worker.mjs', import.meta.url);

test('threads find what is found in process', async () => {
  const pool = pooled(rules, options, 2, { worker, patience: 20_000 });
  const here = inProcess(rules, options);
  for (const task of ['search', 'read', 'keys'] as const)
    expect(await pool.inspect(files, task)).toEqual(await here.inspect(files, task));
  await pool.close();
});

test('a file that ends its thread is reported, and costs no other file', async () => {
  const pool = pooled(rules, options, 2, { worker: dying, patience: 20_000 });
  const batch = [...files.slice(0, 4), inMemory('kills.ts', client)];
  const { found, files: count, failed } = await pool.inspect(batch, 'search');
  await pool.close();
  expect(found.map(({ inspection, problem }) => inspection?.file ?? `${problem?.file}: ${problem?.reason}`)).toEqual([
    'src/client.ts',
    'src/chat.py',
    'package.json',
    'kills.ts: crashed',
  ]);
  expect([count, failed]).toEqual([4, 1]);
});

test('a file that is read without end is given up and reported', async () => {
  const pool = pooled(rules, options, 1, { worker: dying, patience: 3000 });
  const lost = pool.inspect([inMemory('hangs.ts', client)], 'search');
  // This one waits for the only thread meanwhile, which is not held against it.
  const beside = pool.inspect(files.slice(0, 1), 'search');
  expect((await lost).found).toMatchObject([
    { inspection: null, problem: { file: 'hangs.ts', reason: 'timeout', incomplete: true } },
  ]);
  expect((await beside).found[0]?.inspection?.file).toBe('src/client.ts');
  await pool.close();
});

test('files are given up one by one: together they may take as long as they are many', {
  timeout: 30_000,
}, async () => {
  const pool = pooled(rules, options, 1, { worker: dying, patience: 4000 });
  const slow = ['slow-1.ts', 'slow-2.ts', 'slow-3.ts', 'slow-4.ts'].map((path) => inMemory(path, client));
  const { found, failed } = await pool.inspect(slow, 'search');
  expect(found.map(({ inspection }) => inspection?.file)).toEqual(slow.map(({ origin }) => origin.path));
  expect(failed).toBe(0);
  await pool.close();
});

test('a reader that throws costs its file and is reported', async () => {
  const broken = { ...rules, symbols: null } as unknown as typeof rules; // nothing that a compiler of rules would make
  const { found } = await inProcess(broken, options).inspect(files.slice(0, 2), 'search');
  expect(found).toMatchObject([
    { inspection: null, problem: { file: 'src/client.ts', reason: 'crashed', incomplete: true } },
  ]);
});

test('a file without a keyword leaves only its size', async () => {
  expect(await inProcess(rules, options).inspect(files.slice(1, 2), 'search')).toEqual({
    found: [],
    files: 1,
    bytes: 22,
    failed: 0,
  });
});

test('a file that is to be read is read whatever stands in it', async () => {
  const { found } = await inProcess(rules, options).inspect([inMemory('one.ts', "export * from './two';\n")], 'read');
  expect(found[0]?.inspection?.exports.map(({ name }) => name)).toEqual(['*']);
});

test('a file that cannot be read is reported, and counts as none that was', async () => {
  const { found, files: count, failed } = await inProcess(rules, options).inspect(files.slice(5), 'search');
  expect(found).toMatchObject([
    { inspection: null, problem: { file: 'gone.ts', reason: 'changed', incomplete: true } },
  ]);
  expect([count, failed]).toEqual([0, 1]);
});

test('batches that are asked for at once do not read over one another', async () => {
  const log = onDisk('deploy.log', `provider openai at https://api.openai.com/v1 ${'x'.repeat(500)}\n`);
  const image = onDisk('logo.bin', Buffer.concat([Buffer.from('openai'), Buffer.alloc(600)]));
  const executor = inProcess(rules, options);
  const alone = await executor.inspect([log], 'search');
  const [beside] = await Promise.all([executor.inspect([log], 'search'), executor.inspect([image], 'search')]);
  expect(alone.found[0]?.inspection?.evidence).toHaveLength(1);
  expect(beside).toEqual(alone);
});
