import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { noRegistry } from '../../src/model/registry.ts';
import { loadRegistry } from '../../src/registry/load.ts';

let folder: string;
/** The scanned tree; beside it is the outside. */
let root: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-registry-'));
  root = join(folder, 'tree');
  await mkdir(root);
});

afterEach(() => rm(folder, { recursive: true }));

function text(id: string): string {
  return `apiVersion: rollcall/v1\nagents: [{ id: ${id}, name: N, status: draft, identities: [${id}] }]\n`;
}

async function put(path: string, content: string | Uint8Array): Promise<string> {
  const absolute = join(folder, path);
  await mkdir(dirname(absolute), { recursive: true });
  await writeFile(absolute, content);
  return absolute;
}

async function ids(path: string | null = null): Promise<string[]> {
  return (await loadRegistry(path, root)).entries.map(({ id }) => id);
}

/** The message of the refusal. */
async function refusal(path: string | null = null): Promise<string> {
  const error = await loadRegistry(path, root).catch((error: unknown) => error);
  if (error instanceof RollcallError && error.code === 'registry') return error.message;
  throw new Error('the registry was not refused', { cause: error });
}

describe('the default places', () => {
  test('give an empty registry where nothing stands there', async () => {
    expect(await loadRegistry(null, root)).toEqual(noRegistry);
  });

  test('are read together', async () => {
    await put('tree/.rollcall/registry.yaml', text('a'));
    await put('tree/.rollcall/agents/b.yaml', text('b'));
    await put('tree/.rollcall/agents/c.yml', text('c'));
    await put('tree/.rollcall/agents/README.md', 'not a registry');
    const registry = await loadRegistry(null, root);
    expect(registry.origin).toBe('.rollcall/registry.yaml and .rollcall/agents');
    expect(registry.entries.map(({ id, at }) => `${id} ${at.file}`)).toEqual([
      'a .rollcall/registry.yaml',
      'b .rollcall/agents/b.yaml',
      'c .rollcall/agents/c.yml',
    ]);
  });

  test('may be links inside the tree', async () => {
    await put('tree/security/registry.yaml', text('a'));
    await mkdir(join(root, '.rollcall'));
    await symlink('../security/registry.yaml', join(root, '.rollcall/registry.yaml'));
    expect(await ids()).toEqual(['a']);
  });

  test.each([
    ['the file', '.rollcall/registry.yaml', 'outside/registry.yaml'],
    ['the folder', '.rollcall/agents', 'outside'],
    ['the folder, to a neighbour of the tree that is named alike,', '.rollcall/agents', 'tree-2'],
    ['the folder of both', '.rollcall', 'outside'],
    ['a file of the folder', '.rollcall/agents/a.yaml', 'outside/registry.yaml'],
  ])('are refused where %s is a link that leaves the tree', async (_what, link, target) => {
    await put('outside/registry.yaml', text('a'));
    await put('tree-2/registry.yaml', text('a'));
    await mkdir(dirname(join(root, link)), { recursive: true });
    await symlink(join(folder, target), join(root, link));
    expect(await refusal()).toContain('leads out of');
  });

  test('are refused where a link leads nowhere', async () => {
    await mkdir(join(root, '.rollcall'));
    await symlink('nowhere', join(root, '.rollcall/registry.yaml'));
    expect(await refusal()).toContain('.rollcall/registry.yaml does not exist');
  });

  test('are refused where what should be a folder is none', async () => {
    await put('tree/.rollcall', 'a file');
    expect(await refusal()).toBe('.rollcall/registry.yaml cannot be read (ENOTDIR)');
  });

  test('are refused where a pipe stands there, without waiting for it', async () => {
    await mkdir(join(root, '.rollcall'));
    execFileSync('mkfifo', [join(root, '.rollcall/registry.yaml')]);
    expect(await refusal()).toContain('not a regular file');
  });
});

describe('a named registry', () => {
  test('may be a file or a folder anywhere', async () => {
    expect(await ids(await put('central/registry.yaml', text('a')))).toEqual(['a']);
    expect(await ids(join(folder, 'central'))).toEqual(['a']);
    expect(await ids('../central')).toEqual(['a']);
  });

  test('must be there', async () => {
    expect(await refusal('none.yaml')).toBe('none.yaml does not exist');
  });

  test('must not be an empty folder', async () => {
    await put('tree/empty/.hidden.yaml', text('a'));
    expect(await refusal('empty')).toBe('empty holds no registry file');
  });

  test('may be a link beside its file, and not one that leaves its folder', async () => {
    await put('central/real.yaml', text('a'));
    await symlink('real.yaml', join(folder, 'central/registry.yaml'));
    await symlink('../central/real.yaml', join(root, 'registry.yaml'));
    expect(await ids('../central/registry.yaml')).toEqual(['a']);
    expect(await refusal('registry.yaml')).toContain('leads out of');
  });

  test('must not be a device', async () => {
    expect(await refusal('/dev/null')).toBe('/dev/null is not a regular file');
  });

  test('must be UTF-8', async () => {
    await put('tree/wide.yaml', Buffer.from(`\ufeff${text('a')}`, 'utf16le'));
    expect(await refusal('wide.yaml')).toBe('wide.yaml is not UTF-8 text');
  });

  test('must not be huge', async () => {
    await put('tree/huge.yaml', Buffer.alloc(9 * 1024 * 1024, '#'));
    expect(await refusal('huge.yaml')).toContain('larger than 8 MiB');
  });

  test('counts for nothing where one of its files is wrong', async () => {
    await put('central/a.yaml', text('a'));
    await put('central/b.yaml', 'agents: []\n');
    expect(await refusal('../central')).toBe('../central/b.yaml:1:1: apiVersion is missing; expected "rollcall/v1"');
  });
});

describe('the border that no link may lead out of', () => {
  test('is the folder of what is named, or the tree', async () => {
    await put('outside/registry.yaml', text('a'));
    await mkdir(join(root, '.rollcall'));
    for (const link of ['registry.yaml', '.rollcall/registry.yaml'])
      await symlink(join(folder, 'outside/registry.yaml'), join(root, link));
    expect(await refusal()).toBe(`.rollcall/registry.yaml is a link that leads out of ${root}`);
    expect(await refusal('registry.yaml')).toBe(`registry.yaml is a link that leads out of ${root}`);
  });

  test.each(['/', tmpdir()])('may be drawn wider, such as %s', async (border) => {
    await put('outside/registry.yaml', text('a'));
    await symlink(join(folder, 'outside/registry.yaml'), join(root, 'registry.yaml'));
    const { origin, entries } = await loadRegistry('registry.yaml', root, border);
    expect([origin, entries.map(({ id }) => id)]).toEqual(['registry.yaml', ['a']]);
  });

  test('may be drawn narrower than the folder', async () => {
    const path = await put('central/registry.yaml', text('a'));
    await expect(loadRegistry(path, root, root)).rejects.toThrow(`${path} is a link that leads out of ${root}`);
  });
});

test('a folder in the place of a file is no file, and a link in a circle leads nowhere', async () => {
  await put('tree/agents/sub.yaml/a.yaml', text('a'));
  await symlink('circle.yaml', join(root, 'circle.yaml'));
  expect(await refusal('agents')).toBe('agents/sub.yaml is not a regular file');
  expect(await refusal('circle.yaml')).toBe('circle.yaml cannot be read (ELOOP)');
});

test('a refusal keeps what the system said', async () => {
  const error: unknown = await loadRegistry('none.yaml', root).catch((error: unknown) => error);
  expect(error).toMatchObject({ cause: { code: 'ENOENT' } });
});

describe('a folder that links to itself', () => {
  test('is the folder', async () => {
    await put('tree/a.yaml', text('a'));
    await symlink('.', join(root, 'self'));
    expect(await ids('self')).toEqual(['a']);
  });
});

describe('how much a registry may be', () => {
  /** A file of NULs, which takes no room on the disk. */
  async function sparse(path: string, bytes: number): Promise<void> {
    await truncate(await put(path, ''), bytes);
  }

  test('is 8 MiB a file, and not a byte more', async () => {
    await sparse('tree/a.yaml', 8 * 2 ** 20);
    await sparse('tree/b.yaml', 8 * 2 ** 20 + 1);
    expect(await refusal('a.yaml')).toContain('larger than 2 MiB');
    expect(await refusal('b.yaml')).toBe('b.yaml is larger than 8 MiB');
  });

  test('is 64 MiB a folder, and not a file more', async () => {
    for (let i = 0; i < 8; i++) await sparse(`tree/agents/${i}.yaml`, 8 * 2 ** 20);
    expect(await refusal('agents')).toContain('larger than 2 MiB');
    await sparse('tree/agents/9.yaml', 1);
    expect(await refusal('agents')).toBe('agents is too large');
  });
});

test.each([
  ['none.yaml', 'Name a registry that is there, or write one: rollcall registry init.'],
  ['/dev/null', 'Put the registry in a plain file.'],
  ['empty', 'Name a folder that holds *.yaml files.'],
  ['out.yaml', 'Put the registry itself there, or name the file that the link leads to.'],
  ['none.yaml/none', 'Name a registry that is there, or write one: rollcall registry init.'],
  ['wide.yaml/none', 'Make it a plain file that rollcall may read.'],
])('%s is refused with a mend', async (path, hint) => {
  await mkdir(join(root, 'empty'));
  await put('tree/wide.yaml', text('a'));
  await symlink(await put('central/real.yaml', text('a')), join(root, 'out.yaml'));
  const error = await loadRegistry(path, root).catch((error: unknown) => error);
  expect(error).toMatchObject({ code: 'registry', hint });
});
