import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const src = join(root, 'src');

/** Folders of `src/` and what each may import beside itself. `src/index.ts` is a part of its own. */
const borders: Readonly<Record<string, readonly string[]>> = {
  model: ['text'],
  text: ['model'],
  sources: ['model', 'text'],
  wire: ['model', 'text'],
  readers: ['model', 'text'],
  detectors: ['model', 'text'],
  census: ['model', 'text'],
  registry: ['model', 'text'],
  checks: ['model', 'text'],
  ruleset: ['model', 'text'],
  // For the entry that a page shows to be pasted into the registry.
  report: ['model', 'text', 'registry'],
  scan: ['model', 'text', 'sources', 'readers', 'detectors', 'census', 'registry', 'checks', 'ruleset', 'wire'],
  'index.ts': ['model', 'text', 'scan', 'report', 'registry', 'ruleset'],
  // The part of index.ts that a scan needs, whatever it scans and is held against.
  'roll.ts': ['scan', 'report', 'registry', 'ruleset'],
  // The part of index.ts that loads at once: a hook of git waits for it.
  'start.ts': ['scan', 'report', 'registry', 'ruleset', 'sources'],
  // Past index.ts only to what weighs nothing: the errors are caught before the library is loaded.
  cli: ['index.ts', 'roll.ts', 'start.ts', 'model', 'text'],
  dev: ['text', 'model', 'scan', 'report', 'registry', 'ruleset', 'sources', 'readers', 'cli', 'wire'],
};

/** What costs much to load, or is needed by few commands; loaded where it is used and not before. */
const heavy = [
  'ts-morph',
  'web-tree-sitter',
  'piscina',
  'zod',
  'yaml',
  'jsonc-parser',
  'ora',
  'commander',
  'csv-parse/sync',
  'csv-stringify/sync',
  'fzstd',
];

/** Modules by which code reaches the disk, the network, other programs or the process. */
const outside =
  /^(?:node:)?(?:fs|fs\/promises|net|http|https|http2|dns|dns\/promises|dgram|tls|child_process|worker_threads|readline|process)$/;

/** Modules by which a connection is opened. */
const network = /^(?:node:)?(?:net|http|https|http2|dns|dns\/promises|dgram|tls)$/;

/** Where connections are opened, and where something is asked over them. */
const connecting = /^sources\/(?:network|vendor|remote|github|results|queue)\//;

interface Import {
  readonly from: string;
  /** Path below `src/` for our own modules, else the name of the package. */
  readonly to: string;
  readonly kind: 'static' | 'dynamic' | 'type';
}

const files = listed(src);
const imports = files.flatMap((file) => importsOf(file));

describe('the borders of src/', () => {
  test('every folder has its line in the table', () => {
    expect([...new Set(files.map(part))].toSorted()).toEqual(Object.keys(borders).toSorted());
  });

  test('nobody imports what the table does not allow', () => {
    const crossings = imports
      .filter(isOwn)
      .filter(({ from, to }) => part(from) !== part(to) && !borders[part(from)]?.includes(part(to)))
      .map(({ from, to }) => `${from} imports ${to}`);
    expect(crossings).toEqual([]);
  });

  test('no module is imported by what it imports', () => {
    expect(cycle(imports.filter(isOwn).filter(({ kind }) => kind === 'static'))).toEqual([]);
  });

  test('only those whose work it is reach the disk, the network or other programs', () => {
    const allowed =
      /^(?:sources|cli|dev)\/|^(?:registry|ruleset)\/load\.ts$|^scan\/(?:pool|worker|(?:history|logs|organisation)\/(?:crew|worker))\.ts$/;
    const reaching = imports.filter(({ from, to, kind }) => kind !== 'type' && outside.test(to) && !allowed.test(from));
    expect(reaching.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test('no connection is opened but to those whom a person named: vendors, registries, webhooks, GitHub, stores, queues', () => {
    const opening = imports.filter(({ from, to }) => network.test(to) && !connecting.test(from));
    expect(opening.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test('git and journalctl are started, each in one place; other programs by what measures rollcall beside them', () => {
    const starters = imports.filter(({ to }) => /^(?:node:)?child_process$/.test(to)).map(({ from }) => from);
    expect(starters.filter((from) => !from.startsWith('dev/bench'))).toEqual([
      'sources/git/program.ts',
      'sources/log/journal.ts',
    ]);
  });

  test('nothing ends the process but its own end', () => {
    const ending = [...files.map((file) => join(src, file)), join(root, 'bin/rollcall.js')].filter((path) =>
      /\bprocess\s*\.\s*exit\s*\(/.test(readFileSync(path, 'utf8')),
    );
    expect(ending).toEqual([]);
  });

  test('below cli nothing looks at the clock, throws dice or prints', () => {
    const below = files.filter((file) => !/^(?:cli|dev)\//.test(file));
    const impure = below.filter((file) =>
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bconsole\.|\bperformance\.now\(/.test(code(file)),
    );
    expect(impure).toEqual([]);
  });
});

describe('a start loads', () => {
  test.each(['cli/run.ts', 'cli/options.ts'])('%s without the library', (entry) => {
    const loaded = reachable(entry);
    expect([...loaded].filter((file) => file.startsWith('scan/') || file === 'index.ts')).toEqual([]);
  });

  test.each(heavy)('nothing of %s before a command is known', (name) => {
    const loaded = reachable('cli/run.ts');
    const loading = imports.filter(({ from, to, kind }) => loaded.has(from) && to === name && kind === 'static');
    expect(loading.map(({ from }) => from)).toEqual([]);
  });

  test.each(heavy.filter((name) => name !== 'commander'))('%s in no scan that has no use for it', (name) => {
    const loaded = new Set([...reachable('cli/options.ts'), ...reachable('cli/commands/scan.ts')]);
    const loading = imports.filter(({ from, to, kind }) => loaded.has(from) && to === name && kind === 'static');
    expect(loading.map(({ from }) => from)).toEqual([]);
  });
});

test('a scan of what holds no log and no host loads nothing that reads them', () => {
  const loaded = reachable('cli/commands/scan.ts');
  expect([...loaded].filter((file) => /^(?:wire|scan\/host|scan\/logs\/(?:logs|pick|recognise))/.test(file))).toEqual(
    [],
  );
});

test('a scan that asks nobody loads nothing that could open a connection', () => {
  const loaded = reachable('cli/commands/scan.ts');
  expect([...loaded].filter((file) => connecting.test(file))).toEqual([]);
});

describe('what a commit waits for', () => {
  const loaded = new Set([...reachable('cli/commands/change.ts'), ...reachable('scan/change/staged.ts')]);

  test('loads no reader, no detector, and nothing of the census', () => {
    expect([...loaded].filter((file) => /^(?:readers|detectors|census|index\.ts)/.test(file))).toEqual([]);
  });

  test.each(heavy)('loads nothing of %s', (name) => {
    const loading = imports.filter(({ from, to, kind }) => loaded.has(from) && to === name && kind === 'static');
    expect(loading.map(({ from }) => from)).toEqual([]);
  });
});

test('a file fits on a few screens', () => {
  const all = ['src', 'test', 'bin'].flatMap((folder) => listed(join(root, folder)).map((file) => join(folder, file)));
  const long = all.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 351);
  expect(long).toEqual([]);
});

function listed(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[jt]s$/.test(name))
    .toSorted();
}

/** `census` for `census/unit.ts`, `index.ts` for itself. */
function part(file: string): string {
  return file.split('/')[0] ?? file;
}

function isOwn({ to }: Import): boolean {
  return to.endsWith('.ts');
}

function code(file: string): string {
  return readFileSync(join(src, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

function importsOf(from: string): Import[] {
  const text = code(from);
  const found: Import[] = [];
  for (const [, keyword, clause = '', module = ''] of text.matchAll(
    /^\s*(import|export)\s+([^;'"(]*?)(?:\bfrom\s*)?['"]([^'"]+)['"]/gm,
  )) {
    if (keyword === 'export' && !/^\s*(?:type\s+)?[{*]/.test(clause)) continue;
    found.push({ from, to: resolved(from, module), kind: isTypeOnly(clause) ? 'type' : 'static' });
  }
  for (const [, module = ''] of text.matchAll(/\bcreateRequire\([^)]*\)\(\s*['"]([^'"]+)['"]/g)) {
    found.push({ from, to: resolved(from, module), kind: 'static' });
  }
  for (const [, module = ''] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)) {
    found.push({ from, to: resolved(from, module), kind: 'dynamic' });
  }
  return found;
}

/** `import type …`, and `import { type A, type B }`. */
function isTypeOnly(clause: string): boolean {
  if (/^type\b/.test(clause)) return true;
  const names =
    /^\{([^}]*)\}\s*$/
      .exec(clause)?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '') ?? [];
  return names.length > 0 && names.every((name) => /^\s*type\s/.test(name));
}

function resolved(from: string, module: string): string {
  return module.startsWith('.') ? relative(src, join(src, dirname(from), module)) : module;
}

/** Everything that is loaded with a module. */
function reachable(entry: string): Set<string> {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { from, to, kind } of imports)
      if (from === file && kind === 'static' && to.endsWith('.ts')) found.add(to);
  }
  return found;
}

/** Modules that import each other in a ring: what is left when all are taken away that import none, or that none imports. */
function cycle(edges: readonly Import[]): string[] {
  let left = edges;
  for (;;) {
    const importers = new Set(left.map(({ from }) => from));
    const imported = new Set(left.map(({ to }) => to));
    const rest = left.filter(({ from, to }) => importers.has(to) && imported.has(from));
    if (rest.length === left.length) return left.map(({ from, to }) => `${from} → ${to}`);
    left = rest;
  }
}
