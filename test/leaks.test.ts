import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expand } from '../src/ruleset/template.ts';
import { rollcall } from './cli/stage.ts';
import { type Carrier, carriers, settings, variable } from './rules/carriers.ts';
import { hidden } from './rules/hidden.ts';
import { kinds, telling } from './rules/kinds.ts';
import { git, makeTree } from './sources/tree.ts';

/** As many characters of a key in a row as nothing that rollcall writes may hold. */
const length = 20;

/** Every stretch of a planted key, as it is and in each of its encodings, and what kind of key it is of. */
const stretches = new Map<string, string>();
let tree = '';

/** What a key begins with is public; a stretch counts where it holds more of the key than that. */
function note(kind: string, text: string, head = 0): void {
  for (let at = head; at + length <= text.length; at++) stretches.set(text.slice(at, at + length), kind);
}

function plant(): void {
  tree = mkdtempSync(join(realpathSync(tmpdir()), 'rollcall-planted-'));
  const write = (file: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), content);
  };
  for (const kind of kinds) {
    const { id, template } = kind.key;
    const key = expand(template, `leak ${id}`);
    const head =
      /^(?:[A-Za-z]{2,20}[-_.|]){1,4}|^eyJ[\w-]{1,60}\.|^"private_key": "-{5}[A-Z ]+-{5}/.exec(key)?.[0].length ?? 0;
    note(id, key, Math.max(0, head - 8));
    for (const shift of [0, 1, 2])
      note(
        `${id} in base64`,
        Buffer.from(`${'x'.repeat(shift)}${key}`)
          .toString('base64')
          .slice(4 + Math.ceil(head * 1.4)),
      );
    note(`${id} in a URL`, encodeURIComponent(key.slice(head)));
    note(
      `${id} in escapes`,
      [...key.slice(head)].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join(''),
    );
    const into = settings[id] ?? ((text: string) => text);
    for (const [name, carrier] of Object.entries<Carrier>(carriers))
      write(`plain/${id}/${name}/${carrier.file}`, carrier.write(kind, into(key), 0));
    for (const [form, make] of Object.entries(hidden)) {
      const content = make(key, variable(kind));
      if (content !== null) write(`hidden/${id}/${form.replaceAll(' ', '-')}.txt`, content);
    }
    // Where a reader takes a name, a model, an address or a command from. What only its name tells is no key there.
    if (!telling.includes(kind)) continue;
    write(
      `agents/${id}/main.ts`,
      `import { Agent } from '@openai/agents';\nimport OpenAI from 'openai';\nnew Agent({ name: ${quote(key)}, model: ${quote(key)}, tools: [${quote(key)}] });\nnew OpenAI({ apiKey: ${quote(key)}, baseURL: ${quote(`https://u:${key}@api.openai.com/v1?key=${key}`)} });\n`,
    );
    write(
      `agents/${id}/.mcp.json`,
      JSON.stringify({ mcpServers: { [key]: { command: 'npx', args: ['-y', key], env: { KEY: key } } } }),
    );
  }
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function leaks(text: string): string[] {
  const found = new Set<string>();
  for (let at = 0; at + length <= text.length; at++) {
    const kind = stretches.get(text.slice(at, at + length));
    if (kind !== undefined) found.add(`${kind}: …${text.slice(Math.max(0, at - 60), at)}`);
  }
  return [...found].slice(0, 20);
}

beforeAll(plant, 60_000);
afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('no planted key is in what is written', () => {
  const formats = ['table', 'json', 'sarif', 'markdown', 'github'];

  test('in any format, on either stream', { timeout: 240_000 }, async () => {
    const out = makeTree({});
    const outputs = formats.flatMap((format) => ['-o', `${format}=${join(out, `report.${format}`)}`]);
    const said = await rollcall(['scan', tree, '--verbose', ...outputs, '--jobs', '1'], { cwd: out });
    expect(said.code).toBe(1);
    for (const format of formats) {
      const text = readFileSync(join(out, `report.${format}`), 'utf8');
      // Of annotations there are thirty at most.
      expect(text.length).toBeGreaterThan(format === 'github' ? 1000 : 10_000);
      expect(leaks(text)).toEqual([]);
    }
    expect(leaks(said.out + said.err)).toEqual([]);

    const report = join(out, 'report.json');
    const explained = await rollcall(['explain', 'RC201', '--report', report], { cwd: out });
    expect(explained.out.length).toBeGreaterThan(10_000);
    expect(leaks(explained.out + explained.err)).toEqual([]);

    const { findings } = JSON.parse(readFileSync(report, 'utf8'));
    const types = new Set(findings.flatMap(({ keyType }: { keyType: string | null }) => keyType?.split('|') ?? []));
    expect(kinds.map(({ key }) => key.id).filter((id) => !types.has(id))).toEqual([]);
  });

  test('in a baseline', { timeout: 240_000 }, async () => {
    const out = makeTree({});
    const said = await rollcall(
      ['baseline', 'create', tree, '--output', join(out, 'baseline.json'), '--reason', 'planted', '--jobs', '1'],
      { cwd: out },
    );
    expect(leaks(said.out + said.err)).toEqual([]);
    const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(out, name)).isFile(),
    );
    expect(files).toEqual(['baseline.json']);
    expect(leaks(readFileSync(join(out, 'baseline.json'), 'utf8'))).toEqual([]);
  });

  test('in what is known of a history, nor in what is said of it', { timeout: 240_000 }, async () => {
    const out = makeTree({});
    const repository = join(out, 'planted.git');
    const cache = join(out, 'cache');
    const said = telling.map(({ key }) => expand(key.template, `leak ${key.id}`)).join('\n');
    git(out, 'init', '-q', '--bare', '--template=', repository);
    const at = [`--git-dir=${repository}`, `--work-tree=${tree}`];
    git(out, ...at, 'add', '-A', '-f');
    git(out, ...at, 'commit', '-q', '-m', said);
    git(out, ...at, 'tag', '-a', 'v1', '-m', said);
    git(out, ...at, 'gc', '-q');
    for (const run of ['first', 'second']) {
      const report = join(out, `${run}.json`);
      const words = ['scan', repository, '--history', '--cache', cache, '--jobs', '1', '-o', `json=${report}`];
      const told = await rollcall(words, { cwd: out });
      expect(told.code).toBe(1);
      const kept = readdirSync(cache).map((name) => readFileSync(join(cache, name), 'latin1'));
      expect(kept.join('').length).toBeGreaterThan(100_000);
      expect(leaks(kept.join(''))).toEqual([]);
      expect(leaks(told.out + told.err + readFileSync(report, 'utf8'))).toEqual([]);
    }
  });

  test('in the error for a registry, a configuration or rules that hold one', async () => {
    for (const kind of kinds.slice(0, 30)) {
      const key = expand(kind.key.template, `leak ${kind.key.id}`);
      const bad = makeTree({
        'bad.yaml': `apiVersion: rollcall/v1\nagents:\n  - id: a\n    ${quote(key)}: ${quote(key)}\n`,
      });
      const said = await rollcall(['scan', tree, '--registry', join(bad, 'bad.yaml')], { cwd: bad });
      expect(said.code).toBe(2);
      expect(leaks(said.out + said.err)).toEqual([]);
    }
  });
});
