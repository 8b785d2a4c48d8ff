import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { RollcallError } from '../../../src/model/error.ts';
import { directoryStore } from '../../../src/sources/results/directory.ts';
import { openResults } from '../../../src/sources/results/open.ts';
import { sha256 } from '../../../src/text/fingerprint.ts';
import { makeTree } from '../tree.ts';

const address = sha256('one');
const bytes = Buffer.from('what was found\n'.repeat(100));
const isRoot = process.getuid?.() === 0;

/** A store that was not made yet, and where one result would stand in it. */
function stand() {
  const folder = join(makeTree(), 'made/for/results');
  return { folder, store: directoryStore(folder), path: join(folder, address.slice(0, 2), address) };
}

/** A store that holds the one result. */
async function filled() {
  const all = stand();
  await all.store.write(address, bytes);
  return all;
}

function refusal(message: string) {
  return expect.objectContaining({ name: 'RollcallError', message: expect.stringContaining(message) });
}

describe('a folder of results', () => {
  test('gives what was kept, and null for what was not', async () => {
    const { store, folder } = stand();
    expect(await store.read(address)).toBeNull();
    expect(existsSync(folder)).toBe(false);
    await store.write(address, bytes);
    await store.write(sha256('none'), new Uint8Array());
    expect(await store.read(address)).toEqual(bytes);
    expect(await store.read(sha256('none'))).toEqual(Buffer.alloc(0));
    expect(await store.read(sha256('other'))).toBeNull();
    expect(store.name).toBe(folder);
  });

  test('is for its owner alone, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      const { folder, path } = await filled();
      const modes = [dirname(folder), folder, dirname(path), path].map((one) => lstatSync(one).mode & 0o777);
      expect(modes).toEqual([0o700, 0o700, 0o700, 0o600]);
      expect(readdirSync(dirname(path))).toEqual([address]);
    } finally {
      process.umask(before);
    }
  });

  test('takes one result from many writers at once, and shows it whole at any time', async () => {
    const { folder, path } = stand();
    const large = Buffer.alloc(3_000_000, 'x');
    const writers = Array.from({ length: 8 }, () => directoryStore(folder).write(address, large));
    const reader = directoryStore(folder);
    const seen = new Set<number>();
    let isOver = false;
    const written = Promise.all(writers).finally(() => {
      isOver = true;
    });
    while (!isOver) seen.add((await reader.read(address))?.length ?? -1);
    await written;
    expect([...seen].filter((length) => length !== -1 && length !== large.length)).toEqual([]);
    expect((await reader.read(address))?.equals(large)).toBe(true);
    expect(readdirSync(dirname(path))).toEqual([address]);
  });

  test('has nothing to read where a run was killed between writing and naming', async () => {
    const { path, store } = stand();
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const [old, young, foreign] = ['0', '1', 'x'].map((one) => join(dirname(path), `.${one.repeat(36)}.draft`));
    if (!old || !young || !foreign) throw new Error('there are three');
    for (const one of [old, young, foreign]) writeFileSync(one, bytes);
    for (const one of [old, foreign]) utimesSync(one, 1e9, 1e9);
    expect(await store.read(address)).toBeNull();
    expect(existsSync(old)).toBe(true);

    await store.write(address, bytes);
    expect([old, young, foreign].map((one) => existsSync(one))).toEqual([false, true, true]);
    expect(await store.read(address)).toEqual(bytes);
  });
});

describe('what stands at an address', () => {
  test('is not followed where it is a link, and replaced by what is kept next', async () => {
    const { store, path, folder } = await filled();
    const outside = join(dirname(folder), 'outside');
    writeFileSync(outside, 'not a result');
    rmSync(path);
    symlinkSync(outside, path);
    expect(await store.read(address)).toBeNull();
    await store.write(address, bytes);
    expect([lstatSync(path).isFile(), readFileSync(outside, 'utf8')]).toEqual([true, 'not a result']);
    expect(await store.read(address)).toEqual(bytes);
  });

  test('is nothing where it is a pipe, and nobody waits for it', async () => {
    const { store, path } = await filled();
    rmSync(path);
    execFileSync('mkfifo', [path]);
    expect(await store.read(address)).toBeNull();
  });

  test('is nothing where it is a folder, and what cannot be kept is said and leaves nothing behind', async () => {
    const { store, path } = await filled();
    rmSync(path);
    mkdirSync(join(path, 'deep'), { recursive: true });
    expect(await store.read(address)).toBeNull();
    await expect(store.write(address, bytes)).rejects.toEqual(refusal(`${path} cannot be written (E`));
    expect(readdirSync(dirname(path))).toEqual([address]);
  });

  test('is nothing where it is larger than anything that is kept', async () => {
    const { store, path } = await filled();
    truncateSync(path, 512 * 1024 * 1024 + 1);
    expect(await store.read(address)).toBeNull();
  });

  test.each(['', address.toUpperCase(), `../${address.slice(3)}`, `${address}\n`])(
    'is a bug where the address is none: %j',
    async (one) => {
      const { store } = await filled();
      await expect(store.read(one)).rejects.not.toBeInstanceOf(RollcallError);
      await expect(store.write(one, bytes)).rejects.toThrow('is no address of a result');
    },
  );
});

describe('a folder is refused', () => {
  const folders = [
    ['itself', (path: string) => dirname(dirname(path))],
    ['below it', (path: string) => dirname(path)],
  ] as const;

  test.each(folders)('%s where it is a link', async (_name, of) => {
    const { store, path } = await filled();
    const folder = of(path);
    execFileSync('mv', [folder, `${folder}.moved`]);
    symlinkSync(`${folder}.moved`, folder);
    const error = refusal(`${folder} is a link`);
    await expect(store.read(address)).rejects.toEqual(error);
    await expect(store.write(address, bytes)).rejects.toEqual(error);
    rmSync(`${folder}.moved`, { recursive: true });
    await expect(store.write(address, bytes)).rejects.toEqual(error);
  });

  test.each(folders)('%s where others may write to it', async (_name, of) => {
    const { store, path } = await filled();
    for (const mode of [0o720, 0o702, 0o1777]) {
      chmodSync(of(path), mode);
      const error = refusal(`${of(path)} may be written to by others`);
      await expect(store.read(address)).rejects.toEqual(error);
      await expect(store.write(address, bytes)).rejects.toMatchObject({ hint: expect.stringContaining('chmod 700') });
    }
    chmodSync(of(path), 0o755);
    expect(await store.read(address)).toEqual(bytes);
  });

  test.runIf(isRoot).each(folders)('%s where it belongs to another user', async (_name, of) => {
    const { store, path } = await filled();
    chownSync(of(path), 65534, 65534);
    await expect(store.read(address)).rejects.toEqual(refusal('belongs to another user'));
    await expect(store.write(address, bytes)).rejects.toEqual(refusal('belongs to another user'));
  });

  test.each(folders)('%s where it is a file', async (_name, of) => {
    const { store, path } = await filled();
    rmSync(of(path), { recursive: true });
    writeFileSync(of(path), '');
    await expect(store.read(address)).rejects.toEqual(refusal(`${of(path)} is no folder`));
    await expect(store.write(address, bytes)).rejects.toEqual(refusal(`${of(path)} is no folder`));
  });
});

describe('what the system refuses is said', () => {
  test('with its code where a file stands on the way', async () => {
    const folder = join(makeTree({ file: '' }), 'file/results');
    const store = directoryStore(folder);
    const error = expect.objectContaining({ hint: expect.stringContaining('another folder') });
    await expect(store.read(address)).rejects.toEqual(refusal('cannot be read (ENOTDIR)'));
    await expect(store.write(address, bytes)).rejects.toEqual(refusal('cannot be written (ENOTDIR)'));
    await expect(store.write(address, bytes)).rejects.toEqual(error);
  });

  test('with its code where nothing can be made', async () => {
    await expect(directoryStore('/proc/rollcall/results').write(address, bytes)).rejects.toEqual(
      refusal(' cannot be written (ENOENT)'),
    );
  });

  test.skipIf(isRoot)('with its code where nothing may be written or read', async () => {
    const { store, path } = await filled();
    chmodSync(path, 0o000);
    await expect(store.read(address)).rejects.toEqual(refusal('cannot be read (EACCES)'));
    chmodSync(dirname(path), 0o500);
    await expect(store.write(address, bytes)).rejects.toEqual(refusal('cannot be written (EACCES)'));
    chmodSync(dirname(path), 0o700);
  });

  test.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])(
    'with its code where a disk says %s, and leaves no draft',
    async (code) => {
      const { store, path } = stand();
      const file = await open(import.meta.filename);
      await file.close();
      const full = Object.assign(new Error(code), { code, syscall: 'write' });
      const written = vi.spyOn(Object.getPrototypeOf(file), 'writeFile').mockRejectedValueOnce(full);
      onTestFinished(() => written.mockRestore());
      await expect(store.write(address, bytes)).rejects.toEqual(refusal(`${path} cannot be written (${code})`));
      expect(readdirSync(dirname(path))).toEqual([]);
      await store.write(address, bytes);
      expect(await store.read(address)).toEqual(bytes);
    },
  );

  test('and anything else stays the bug that it is', async () => {
    const { store } = stand();
    const nothing: unknown = undefined;
    await expect(store.write(address, nothing as Uint8Array)).rejects.toBeInstanceOf(TypeError); // as no caller may
  });
});

describe('a place', () => {
  const options = {
    env: { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    signal: new AbortController().signal,
    now: () => 0,
    sleep: async () => {},
    random: () => 0,
  };

  test('is a bucket or a folder', async () => {
    const folder = makeTree();
    expect(openResults('s3://results/a/', options).name).toBe('s3://results/a');
    const store = openResults(folder, options);
    await store.write(address, bytes);
    expect(await directoryStore(folder).read(address)).toEqual(bytes);
  });

  test('of another kind is refused, and half a path is a bug', () => {
    expect(() => openResults('gs://results', options)).toThrow(RollcallError);
    expect(() => openResults('results', options)).toThrow('is not the whole path of a folder');
  });
});
