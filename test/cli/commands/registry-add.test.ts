import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadRegistry } from '../../../src/index.ts';
import { caller, desk, folder, rollcall } from '../stage.ts';

const kiosk = {
  'kiosk/package.json': '{ "name": "kiosk", "dependencies": { "openai": "^6.0.0" } }',
  'kiosk/main.js': caller,
};
const example = {
  'examples/demo/package.json': '{ "name": "demo", "dependencies": { "openai": "^6.0.0" } }',
  'examples/demo/main.js': caller,
};
const empty = 'apiVersion: rollcall/v1\nagents: []\n';
const file = '.rollcall/registry.yaml';

async function ids(cwd: string, path: string | null = null): Promise<string[]> {
  return (await loadRegistry(path, cwd)).entries.map(({ id, status }) => `${id} ${status}`);
}

function read(cwd: string, name = file): string {
  return readFileSync(join(cwd, name), 'utf8');
}

describe('rollcall registry add', () => {
  test('makes a registry with an entry for each agent but for examples, and says what is next', async () => {
    const cwd = folder({ ...desk, ...kiosk, ...example, CODEOWNERS: '/desk/ @acme/desk\n' });
    const { code, out, err } = await rollcall(['registry', 'add', '--all'], { cwd });
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('wrote .rollcall/registry.yaml: 2 pending entries (desk, kiosk)');
    expect(err).toContain('rollcall registry approve desk kiosk --by NAME');
    expect(err).toContain('rollcall: left out: 1 example, which is added only by name\n');
    expect((await rollcall(['registry', 'add', '--all'], { cwd })).err).toBe(
      'rollcall: every agent that was found is in the registry, but for 1 example, which is added only by name\n',
    );
    expect((await rollcall(['registry', 'add', 'desk'], { cwd })).err).not.toContain('example');
    expect(await ids(cwd)).toEqual(['desk pending', 'kiosk pending']);
    expect(read(cwd)).toContain("    owner: { team: '@acme/desk' }\n");
    expect(statSync(join(cwd, file)).mode & 0o777 & ~0o644).toBe(0);
  });

  test('says that entries are bound to the name of the folder where there is no remote', async () => {
    const cwd = folder(desk);
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd, stdio: 'ignore' });
    git('init');
    const bound = 'entries are bound to the name of the folder';
    expect((await rollcall(['registry', 'add', '--all', '--dry-run'], { cwd })).err).toContain(bound);
    git('remote', 'add', 'origin', 'https://github.com/acme/shop');
    expect((await rollcall(['registry', 'add', '--all', '--dry-run'], { cwd })).err).not.toContain(bound);
  });

  test('finds nothing to add the second time', async () => {
    const cwd = folder(desk);
    await rollcall(['registry', 'add', '--all'], { cwd });
    const before = read(cwd);
    const { code, err } = await rollcall(['registry', 'add', '--all'], { cwd });
    expect([code, read(cwd)]).toEqual([0, before]);
    expect(err).toContain('every agent that was found is in the registry');
  });

  test.each(['desk', './desk/', 'examples/demo'])('adds the one that is named: %s', async (name) => {
    const cwd = folder({ ...desk, ...kiosk, ...example });
    expect((await rollcall(['registry', 'add', name], { cwd })).code).toBe(0);
    expect(await ids(cwd)).toEqual([`${name === 'examples/demo' ? 'demo' : 'desk'} pending`]);
  });

  test('says of a named agent that has an entry which one', async () => {
    const cwd = folder(desk);
    await rollcall(['registry', 'add', 'desk'], { cwd });
    const { code, err } = await rollcall(['registry', 'add', 'desk'], { cwd });
    expect([code, err]).toEqual([0, expect.stringMatching(/\/\/desk is in the registry: desk \(pending\)/)]);
  });

  test('names the nearest of an agent that there is not, and writes nothing', async () => {
    const cwd = folder(desk);
    const { code, err } = await rollcall(['registry', 'add', 'deks'], { cwd });
    expect([code, err]).toEqual([2, 'rollcall: there is no agent "deks"\n\nDid you mean desk?\n']);
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
  });

  test.each([[[]], [['desk', '--all']]])('asks which agents are meant: %j', async (args) => {
    const { code, err } = await rollcall(['registry', 'add', ...args], { cwd: folder(desk) });
    expect([code, err]).toEqual([2, expect.stringContaining('Such as: rollcall registry add services/desk, or --all')]);
  });

  test('keeps comments, ends of lines and permissions of the file', async () => {
    const text = `${empty.replace('[]', '[] # ours')}# the end\n`.replaceAll('\n', '\r\n');
    const cwd = folder({ ...desk, [file]: text });
    chmodSync(join(cwd, file), 0o664);
    await rollcall(['registry', 'add', '--all'], { cwd });
    expect(read(cwd)).toMatch(
      /^apiVersion: rollcall\/v1\r\nagents: # ours\r\n {2}- id: desk\r\n(?:.*\r\n)+# the end\r\n$/,
    );
    expect(statSync(join(cwd, file)).mode & 0o777).toBe(0o664);
    expect(readdirSync(join(cwd, '.rollcall'))).toEqual(['registry.yaml']);
  });

  test('writes one file an agent where the registry is a folder', async () => {
    const cwd = folder({ ...desk, ...kiosk });
    await rollcall(['registry', 'init', '--agents-dir'], { cwd });
    const { err } = await rollcall(['registry', 'add', '--all'], { cwd });
    expect(err).toContain('wrote 2 files: 2 pending entries');
    expect(await ids(cwd, '.rollcall/agents')).toEqual(['desk pending', 'kiosk pending']);
    expect(readdirSync(join(cwd, '.rollcall/agents'))).toEqual(['.gitkeep', 'desk.yaml', 'kiosk.yaml']);
  });

  test.each(['central/agents.json', 'central/agents.yaml', 'central/agents'])(
    'makes the registry that is named: %s',
    async (path) => {
      const cwd = folder({ ...desk, [file]: empty });
      expect((await rollcall(['registry', 'add', '--all', '--registry', path], { cwd })).code).toBe(0);
      expect(await ids(cwd, path)).toEqual(['desk pending']);
      expect(read(cwd)).toBe(empty);
    },
  );

  test('prints what it would write, in YAML or JSON', async () => {
    const cwd = folder(desk);
    const { code, out } = await rollcall(['registry', 'add', '--all', '--dry-run'], { cwd });
    expect([code, out]).toEqual([0, expect.stringMatching(/^ {2}- id: desk\n {4}name: desk\n {4}status: pending\n/)]);
    const { out: json } = await rollcall(['registry', 'add', '--all', '--dry-run', '--format', 'json'], { cwd });
    expect(JSON.parse(json)).toMatchObject([{ id: 'desk', status: 'pending' }]);
    expect(existsSync(join(cwd, '.rollcall'))).toBe(false);
  });

  test('scans the folder that is named, and writes its registry', async () => {
    const cwd = folder({ 'shop/desk/package.json': desk['desk/package.json'], 'shop/desk/main.js': caller });
    await rollcall(['registry', 'add', '--all', '--target', 'shop'], { cwd });
    expect(await ids(join(cwd, 'shop'))).toEqual(['desk pending']);
  });

  test('says that there may be more where not all was read', async () => {
    const cwd = folder({ ...desk, 'notes.json': 'x'.repeat(3000) });
    const { code, err } = await rollcall(['registry', 'add', '--all', '--max-file-size', '2k'], { cwd });
    expect([code, err]).toEqual([3, expect.stringContaining('not all was read: there may be more agents')]);
    expect(await ids(cwd)).toEqual(['desk pending']);
  });

  test('writes nothing into a registry that is not one', async () => {
    const broken = empty.replace('agents', 'agent');
    const cwd = folder({ ...desk, [file]: broken });
    const { code, err } = await rollcall(['registry', 'add', '--all'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('registry.yaml:2:1: the file: unknown key "agent"')]);
    expect(read(cwd)).toBe(broken);
  });

  test('writes through no link', async () => {
    const cwd = folder({ ...desk, 'real.yaml': empty });
    mkdirSync(join(cwd, '.rollcall'));
    symlinkSync('../real.yaml', join(cwd, file));
    const { code, err } = await rollcall(['registry', 'add', '--all'], { cwd });
    expect([code, err, read(cwd, 'real.yaml')]).toEqual([2, expect.stringContaining('is a link'), empty]);
  });

  test('writes through no link of a folder', async () => {
    const cwd = folder({ ...desk, 'real/a.txt': '' });
    symlinkSync('real', join(cwd, '.rollcall'));
    const { code, err } = await rollcall(['registry', 'add', '--all'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('reached through a link')]);
    expect(readdirSync(join(cwd, 'real'))).toEqual(['a.txt']);
  });

  test.each(['https://acme.example/registry.yaml', 'git:main', 'github:acme/registry'])(
    'refuses to write %s',
    async (place) => {
      const { code, err } = await rollcall(['registry', 'add', '--all', '--registry', place], { cwd: folder(desk) });
      expect([code, err]).toEqual([2, expect.stringContaining('is no file of this disk, and cannot be written')]);
    },
  );
});

describe('rollcall registry init', () => {
  test('writes an empty registry, and never over one', async () => {
    const cwd = folder({});
    expect((await rollcall(['registry', 'init'], { cwd })).code).toBe(0);
    expect(await ids(cwd)).toEqual([]);
    writeFileSync(join(cwd, file), 'mine\n');
    const { code, err } = await rollcall(['registry', 'init', '--agents-dir'], { cwd });
    expect([code, err, read(cwd)]).toEqual([2, expect.stringContaining('is there already'), 'mine\n']);
  });

  test('writes into the folder that is named, which must be there', async () => {
    const cwd = folder({ 'shop/main.js': '' });
    await rollcall(['registry', 'init', 'shop', '--agents-dir'], { cwd });
    expect((await loadRegistry(null, join(cwd, 'shop'))).origin).toBe('.rollcall/agents');
    expect((await rollcall(['registry', 'init', 'nowhere'], { cwd })).code).toBe(2);
  });
});
