// rollcall beside other scanners, on keys of AI vendors. Two steps:
//   npm run bench:keys -- plant DIR [--seed WORD]          writes DIR/tree and DIR/truth.json
//   npm run bench:keys -- run [--planted DIR] [--source DIR] --tool NAME=PATH …
// The second starts rollcall and each tool that it is given on the tree, and on source that is known to hold no keys, one
// after the other, and prints tables. Nothing is sent anywhere: no tool is asked to verify.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { expand } from '../ruleset/template.ts';
import { namer } from './bench-names.ts';
import { printed, run } from './bench-run.ts';
import { score } from './bench-score.ts';
import * as tables from './bench-table.ts';
import { placed, type Tool, tools, typed } from './bench-tools.ts';
import { dotenvLine, readKinds, variable } from './kind.ts';
import { plant, type Truth } from './plant.ts';

const usage = `usage: npm run bench:keys -- plant DIR [--seed WORD]
       npm run bench:keys -- run [--planted DIR] [--source DIR] [--tool NAME=PATH …] [--keep DIR [--reuse]] [--limit MINUTES] [--missed NAME]
tools: ${Object.keys(tools).join(', ')}`;

const root = join(import.meta.dirname, '../..');
const kinds = readKinds(join(root, 'rules'));
const vendors = namer(kinds);

process.exitCode = main();

function main(): number {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: 'rollcall' },
      planted: { type: 'string' },
      source: { type: 'string' },
      tool: { type: 'string', multiple: true, default: [] },
      keep: { type: 'string' },
      reuse: { type: 'boolean', default: false },
      limit: { type: 'string', default: '120' },
      missed: { type: 'string' },
    },
  });
  const [what, folder] = positionals;
  if (what === 'plant' && folder !== undefined) return write(resolve(folder), flags.seed);
  const chosen = choose(flags.tool);
  if (what !== 'run' || chosen === null || !(flags.planted ?? flags.source)) {
    console.error(usage);
    return 2;
  }
  const kept = flags.keep === undefined ? mkdtempSync(join(tmpdir(), 'rollcall-bench-')) : resolve(flags.keep);
  mkdirSync(kept, { recursive: true });
  const keeping = { folder: kept, reuse: flags.reuse, limitMinutes: Number(flags.limit) };
  for (const [name, [tool]] of chosen)
    console.log(`${name}: ${typed(name, tool.json('DIR', 'node_modules/.bin/NAME'))}`);
  if (flags.planted !== undefined) comparePlanted(resolve(flags.planted), chosen, keeping, flags.missed);
  if (flags.source !== undefined) compareSource(resolve(flags.source), chosen, keeping);
  if (flags.keep === undefined) rmSync(kept, { recursive: true });
  return 0;
}

type Chosen = ReadonlyMap<string, readonly [Tool, string]>;
type Kept = Omit<Parameters<typeof run>[3], 'name'>;

function write(folder: string, seed: string): number {
  const { files, truth } = plant(kinds, seed);
  for (const [file, bytes] of files) {
    const path = join(folder, 'tree', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes, { flag: 'wx' });
  }
  writeFileSync(join(folder, 'truth.json'), JSON.stringify(truth, null, 1));
  console.log(
    `${files.size} files, ${truth.keys.length} keys of ${kinds.length} kinds, ${truth.decoys.length} decoys in ${folder}`,
  );
  return 0;
}

function choose(asked: readonly string[]): Chosen | null {
  const chosen = new Map<string, readonly [Tool, string]>();
  for (const one of [`rollcall=${join(root, 'bin/rollcall.js')}`, ...asked]) {
    const [name = '', path = ''] = one.split(/=(.*)/s);
    const tool = tools[name];
    if (!tool || path === '') return null;
    chosen.set(name, [tool, resolve(path)]);
  }
  return chosen;
}

function comparePlanted(folder: string, chosen: Chosen, keeping: Kept, missed: string | undefined): void {
  const tree = join(folder, 'tree');
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth; // written by `write`
  const rows: tables.PlantedRow[] = [];
  for (const [tool, [adapter, command]] of chosen) {
    const { reports, cost } = run(adapter, command, tree, { ...keeping, name: `planted-${tool}` });
    const scored = score(truth, placed(reports, tree), vendors);
    rows.push({ tool, score: scored, cost, ...secrecy(adapter, command, join(keeping.folder, `few-${tool}`)) });
    if (tool !== missed) continue;
    for (const { file, from, type } of scored.missed) console.log(`missed ${file}:${from} ${type}`);
    for (const { file, line, rule } of scored.wrong) console.log(`wrong ${file}:${line} ${rule}`);
  }
  const parts = [tables.recallTable, tables.formsTable, tables.decoysTable, tables.secrecyTable];
  console.log(`\n${parts.map((part) => part(rows)).join('\n\n')}`);
}

/** A few keys that every scanner knows: which of them can be read in what it prints, and in its report. */
function secrecy(
  tool: Tool,
  command: string,
  folder: string,
): Pick<tables.PlantedRow, 'version' | 'onTerminal' | 'inReport'> {
  const known = [
    'openai-project',
    'anthropic-api',
    'huggingface-user',
    'github-pat-classic',
    'groq',
    'aws-access-key-id',
  ];
  const few = kinds.filter(({ key }) => known.includes(key.id));
  const keys = few.map(({ key }) => expand(key.template, `few ${key.id}`));
  mkdirSync(join(folder, 'tree'), { recursive: true });
  writeFileSync(
    join(folder, 'tree/.env'),
    few.map((kind, index) => dotenvLine(variable(kind), keys[index] ?? '')).join(''),
  );
  const { version, text } = printed(tool, command, join(folder, 'tree'));
  run(tool, command, join(folder, 'tree'), { folder, name: 'few', reuse: false, limitMinutes: 10 });
  const report = readFileSync(join(folder, 'few.out'), 'utf8');
  const count = (output: string): { found: number; of: number } => ({
    found: keys.filter((key) => output.includes(key)).length,
    of: keys.length,
  });
  return { version, onTerminal: count(text), inReport: count(report) };
}

function compareSource(tree: string, chosen: Chosen, keeping: Kept): void {
  const bytes = sizeOf(tree);
  const parts = readdirSync(tree, { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? join(tree, one.name) : [],
  );
  const rows = [...chosen].map(([tool, [adapter, command]]): tables.SourceRow => {
    const { reports, cost } = run(adapter, command, tree, {
      ...keeping,
      parts,
      name: `source-${basename(tree)}-${tool}`,
    });
    const all = placed(reports, tree);
    return { tool, bytes, cost, all: all.length, ai: all.filter(({ rule }) => vendors(rule).size > 0).length };
  });
  console.log(`\n${tables.sourceTable(rows)}`);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
