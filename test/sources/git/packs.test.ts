import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { listMore, listObjects, nothingListed, type Objects } from '../../../src/sources/git/listing.ts';
import { applyDelta, Copies, deltaHead } from '../../../src/sources/git/packs/delta.ts';
import { readIndex } from '../../../src/sources/git/packs/index-file.ts';
import { inflate } from '../../../src/sources/git/packs/inflate.ts';
import { Packs } from '../../../src/sources/git/packs/packs.ts';
import { placesIn } from '../../../src/sources/git/places.ts';
import { openStore, type Store } from '../../../src/sources/git/store.ts';
import { TreeReader, Trees } from '../../../src/sources/git/trees.ts';
import { bareAt } from '../../../src/sources/repository.ts';
import { makeTree } from '../tree.ts';

vi.setConfig({ testTimeout: 120_000 });

const { signal } = new AbortController();
const lists = { commit: 'commits', tree: 'trees', blob: 'blobs', tag: 'tags' } as const;
const paths = ['a.txt', 'lib/b.txt', 'lib/deep/c.txt', 'lib/deep/d.bin', 'new\nline.txt', 'z/a.txt'];

function git(cwd: string, words: readonly string[], input?: string): Buffer {
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', words, { cwd, env, input, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
}

/** A bare repository in which files grow and shrink, commit by commit, as the numbers say. */
function grown(seeds: readonly number[], format = 'sha1'): string {
  const root = makeTree();
  git(root, ['init', '-q', '--bare', '--template=', `--object-format=${format}`]);
  const files = new Map(
    paths.map((path) => [path, Array.from({ length: 300 }, (_, line) => `${path} ${line * 7919}\n`)]),
  );
  const commits = seeds.map((seed, commit) => {
    const path = paths[seed % paths.length] ?? '';
    const lines = files.get(path) ?? [];
    lines.splice(seed % lines.length, seed % 5, `commit ${commit} of ${seed}\n`, ...lines.slice(0, seed % 3));
    const text = lines.join('');
    const name = JSON.stringify(path);
    const data = `data ${Buffer.byteLength(text)}\n${text}\n`;
    return `commit refs/heads/main\ncommitter T <t@example.invalid> ${commit + 1} +0000\ndata 1\nx\nM 100644 inline ${name}\n${data}`;
  });
  git(root, ['fast-import', '--quiet'], `${commits.join('')}done\n`);
  return root;
}

async function open(root: string): Promise<Store> {
  const repository = bareAt(root, root);
  if (repository === null) throw new Error('no repository');
  const store = await openStore(repository);
  if (typeof store === 'string') throw new Error(store);
  onTestFinished(() => store.close());
  return store;
}

function listAll(store: Store): Promise<Objects> {
  return listObjects(store, nothingListed(store.width), signal);
}

/** The packs of a store, in which objects have the numbers that they have in a list. */
function packsOf(store: Store, objects: Objects): Packs {
  return Packs.open(store, objects, store.width);
}

/** All objects of a kind as the packs have them, by id; and how many of them are changes of others. */
async function read(
  store: Store,
  objects: Objects,
  kind: keyof typeof lists,
): Promise<Map<string, string> & { changes?: number }> {
  const ids = objects[lists[kind]];
  const found: Map<string, string> & { changes?: number } = new Map();
  const packs = packsOf(store, objects);
  const marks = new Uint8Array(ids.length).fill(1);
  found.changes = 0;
  await packs.each(packs.plan({ kind, marks }), {
    signal,
    visit: ({ number, bytes, copies, wanted }) => {
      if (!wanted) return;
      expect(found.has(ids.hex(number))).toBe(false);
      found.set(ids.hex(number), bytes.toString('latin1'));
      if (copies) found.changes = (found.changes ?? 0) + 1;
    },
  });
  packs.close();
  return found;
}

/** The same as git has them. */
function asked(root: string, objects: Objects, kind: keyof typeof lists): Map<string, string> {
  return new Map([...objects[lists[kind]]].map((id) => [id, git(root, ['cat-file', kind, id]).toString('latin1')]));
}

const seeds = Array.from({ length: 60 }, (_, at) => (at * at * 31 + at * 17) % 997);

describe('what is in packs is what git says it is', () => {
  test.each([
    ['by offset', 'sha1', ['repack', '-adfq', '--depth=40', '--window=40']],
    ['by id', 'sha1', ['-c', 'repack.useDeltaBaseOffset=false', 'repack', '-adfq']],
    ['with ids of 32 bytes', 'sha256', ['repack', '-adfq']],
    ['in several packs that have objects in common', 'sha1', ['repack', '-adfq']],
  ])('%s', async (name, format, words) => {
    const root = grown(seeds, format);
    git(root, words);
    if (name.includes('several')) {
      const some = git(root, ['rev-list', '--objects', 'main~30']).toString('latin1');
      git(root, ['pack-objects', '-q', 'objects/pack/pack'], some);
      expect(readdirSync(join(root, 'objects/pack')).filter((one) => one.endsWith('.pack'))).toHaveLength(2);
    }
    const store = await open(root);
    const objects = await listAll(store);
    for (const kind of ['commit', 'tree', 'blob'] as const) {
      const found = await read(store, objects, kind);
      expect(found).toEqual(Object.assign(asked(root, objects, kind), { changes: found.changes }));
      if (kind === 'blob') expect(found.changes).toBeGreaterThan(20);
    }
  });

  test('and what is damaged is left to git, with what hangs on it', async () => {
    const root = grown(seeds);
    git(root, ['repack', '-adfq']);
    const [name = ''] = readdirSync(join(root, 'objects/pack')).filter((one) => one.endsWith('.pack'));
    const path = join(root, 'objects/pack', name);
    const whole = readFileSync(path);
    chmodSync(path, 0o644);
    const store = await open(root);
    const objects = await listAll(store);
    const right = await read(store, objects, 'blob');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 33), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bytes = Buffer.from(whole);
        bytes[12 + at] = (bytes[12 + at] ?? 0) ^ flip;
        writeFileSync(path, bytes);
        const found = await read(store, objects, 'blob');
        for (const [id, text] of found) expect(text).toBe(right.get(id));
      }),
      { numRuns: 40 },
    );
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    expect((await read(store, objects, 'blob')).size).toBeLessThan(right.size);
  });
});

test('the packs list what git lists, and git tells the rest', async () => {
  const root = grown(seeds);
  git(root, ['repack', '-adfq']);
  const id = git(root, ['hash-object', '-w', '--stdin'], 'by itself').toString('latin1').trim();
  const store = await open(root);
  const listed = nothingListed(store.width);
  const packs = Packs.open(store, listed, store.width);
  expect(packs.untold).toEqual([]);
  packs.close();
  expect(store.loose).toEqual([id]);
  const found = await listMore(store, listed, store.loose, signal);
  const all = await listAll(store);
  for (const list of Object.values(lists)) expect([...found[list]].sort()).toEqual([...all[list]].sort());
  expect(found.damaged.length).toBe(0);
});

test('an index of another version, or whose sizes do not agree, is none', async () => {
  const root = grown(seeds.slice(0, 5));
  git(root, ['repack', '-adfq']);
  const [name = ''] = readdirSync(join(root, 'objects/pack')).filter((one) => one.endsWith('.idx'));
  const bytes = readFileSync(join(root, 'objects/pack', name));
  expect(readIndex(bytes, 20)?.count).toBeGreaterThan(5);
  expect(readIndex(bytes.subarray(0, 1500), 20)).toBeNull();
  expect(readIndex(bytes, 32)).toBeNull();
  git(root, ['-c', 'pack.indexVersion=1', 'repack', '-adfq']);
  const [old = ''] = readdirSync(join(root, 'objects/pack')).filter((one) => one.endsWith('.idx'));
  expect(readIndex(readFileSync(join(root, 'objects/pack', old)), 20)).toBeNull();
});

test('trees that are noted as changes say the same as git ls-tree, and where each blob stands', async () => {
  const root = grown(seeds);
  git(root, ['repack', '-adfq', '--depth=40', '--window=40']);
  const store = await open(root);
  const objects = await listAll(store);
  const reader = new TreeReader(objects);
  const packs = packsOf(store, objects);
  const marks = new Uint8Array(objects.trees.length).fill(1);
  await packs.each(packs.plan({ kind: 'tree', marks }), { signal, visit: (object) => reader.take(object) });
  packs.close();
  const trees = new Trees(objects, [reader.part()]);
  expect(trees.missing.size).toBe(0);
  const blobs = [...objects.blobs].keys();
  const { spots, sets, setOf } = placesIn({ trees, roots: objects.trees, all: objects.trees, blobs: [...blobs] });
  for (const [tree, id] of [...objects.trees].entries()) {
    const lines = git(root, ['ls-tree', '-rz', id]).toString('latin1').split('\0').filter(Boolean);
    const said = lines.map((line) => line.replace(/^\d+ blob (\w+)\t/, '$1 '));
    const found = (sets[setOf[tree] ?? 0] ?? []).map((spot) => {
      const { blob, path } = spots[spot] ?? { blob: -1, path: '' };
      return `${objects.blobs.hex(blob)} ${path}`;
    });
    expect(found.sort()).toEqual(said.sort());
  }
  for (let blob = 0; blob < objects.blobs.length; blob++) expect(paths).toContain(trees.paths.of(blob));
});

describe('a change', () => {
  const base = Buffer.from('0123456789');
  const made = (delta: readonly number[], size: number): string | null => {
    const bytes = Buffer.alloc(base.length + size);
    base.copy(bytes);
    const all = Buffer.from([base.length, size, ...delta]);
    const head = deltaHead(all);
    const places = { bytes, base: 0, into: base.length };
    return head && applyDelta(all, head, places, new Copies()) ? bytes.toString('latin1', base.length) : null;
  };

  test('copies and inserts', () => {
    expect(made([0x91, 2, 3, 2, 0x61, 0x62, 0x90, 1], 6)).toBe('234ab0');
  });

  test.each([
    ['beyond its base', [0x91, 8, 3], 3],
    ['more than it says', [0x90, 4], 3],
    ['less than it says', [0x90, 2], 3],
    ['with an insert that is cut off', [5, 0x61], 5],
    ['with an instruction that is none', [0], 0],
  ])('%s makes nothing', (_, delta, size) => {
    expect(made(delta, size)).toBeNull();
  });
});

test('what is inflated has the size that was said, or is damaged', () => {
  for (const size of [0, 1, 100, 4096, 4097, 70_000]) {
    const bytes = Buffer.from('ab'.repeat(size).slice(0, size));
    const room = Buffer.alloc(size);
    expect([inflate(deflateSync(bytes), room), room.equals(bytes)]).toEqual([true, true]);
    expect(inflate(deflateSync(bytes), Buffer.alloc(size + 1))).toBe(false);
    expect(inflate(Buffer.from('no such stream'), Buffer.alloc(size + 1))).toBe(false);
  }
});
