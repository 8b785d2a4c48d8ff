import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { kindOf } from '../../../src/sources/archive/kind.ts';
import { tar, zip } from './pack.ts';
import { unpack } from './unpack.ts';

const text = 'a text that is long enough to have something where a tar has its magic. '.repeat(10);
const file = { name: 'a.txt', content: 'A' };

describe('an archive is told by its bytes', () => {
  test.each([
    ['gzip', gzipSync('x')],
    ['zip', zip([file])],
    ['zip', zip([])],
    ['zip', zip([file], { prefix: `#!/bin/sh\n${text}` })],
    ['tar', tar([file])],
  ])('%s', (kind, bytes) => {
    expect(kindOf(bytes)).toBe(kind);
  });

  test.each([
    ['a text', text],
    ['nothing', ''],
    ['one byte', 'P'],
    ['the word ustar where a tar has it, but no header around it', `${'x'.repeat(257)}ustar${text}`],
    ['a picture', '\x89PNG\r\n\x1a\n'],
    ['a script that speaks of PK', '/*PK\x03\x04*/ call();'],
    ['another packer', '7z\xbc\xaf\x27\x1c'],
  ])('none is %s', (_, bytes) => {
    expect(kindOf(Buffer.from(bytes, 'latin1'))).toBeNull();
  });
});

describe('names', () => {
  test.each([
    ['../../etc/passwd', 'etc/passwd'],
    ['..\\..\\w.ts', 'w.ts'],
    ['/abs.ts', 'abs.ts'],
    ['a/./../../b.ts', 'a/b.ts'],
    ['', '(no name)'],
    ['..', '(no name)'],
    ['über.txt', 'über.txt'],
  ])('%j leads nowhere but into its archive: %s', async (name, shown) => {
    expect(Object.keys((await unpack(zip([{ name, content: 'x' }]), 'd/x.zip')).files)).toEqual([`d/x.zip!/${shown}`]);
  });

  test('bytes that are no UTF-8 are shown as those of file names are', async () => {
    const name = Buffer.from('caf\xe9\\x41.txt', 'latin1');
    expect(Object.keys((await unpack(tar([{ name, content: 'x' }]), 'x.tar')).files)).toEqual([
      'x.tar!/caf\\xe9/x41.txt',
    ]);
  });

  test('a long name is shown by its end', async () => {
    const [path = ''] = Object.keys(
      (await unpack(zip([{ name: `${'n/'.repeat(9000)}a.ts`, content: 'x' }]), 'x.zip')).files,
    );
    expect(path.length).toBeLessThan(1100);
    expect(path).toMatch(/^x\.zip!\/….*\/a\.ts$/);
  });

  test('one that is there twice is told apart where it is shown, and read as what it is', async () => {
    const { files, members } = await unpack(
      tar([file, { ...file, content: 'B' }, { ...file, name: './a.txt' }]),
      'x.tar',
    );
    expect(files).toEqual({ 'x.tar!/a.txt': 'A', 'x.tar!/a.txt~2': 'B', 'x.tar!/a.txt~3': 'A' });
    expect(members.map(({ name }) => name).slice(0, 3)).toEqual(Array(3).fill('x.tar!/a.txt'));
  });
});

describe('archives in archives', () => {
  const inner = { name: 'in.jar', content: zip([file]) };

  test.each([
    ['zip in tar', tar([inner]), 'x!/in.jar!/a.txt'],
    ['zip in tar in gzip', gzipSync(tar([inner])), 'x!/in.jar!/a.txt'],
    ['gzip in zip', zip([{ name: 'log.gz', content: gzipSync('A') }]), 'x!/log.gz'],
    ['zip in zip in zip', zip([{ name: 'mid.war', content: zip([inner]) }]), 'x!/mid.war!/in.jar!/a.txt'],
    ['zip in gzip', gzipSync(zip([file])), 'x!/a.txt'],
  ])('are opened: %s', async (_, bytes, path) => {
    expect(await unpack(bytes, 'x')).toMatchObject({ files: { [path]: 'A' }, troubles: [] });
  });

  test('are opened three deep: what lies deeper is read as the bytes that it is, and told', async () => {
    const deep = zip([{ name: '1', content: zip([{ name: '2', content: zip([inner]) }]) }]);
    const { troubles, members } = await unpack(deep, 'x.zip');
    expect(troubles).toEqual([
      'x.zip!/1!/2!/in.jar: limit: It is an archive that lies too deep in others and was not opened.',
    ]);
    expect(members.find(({ path }) => path.endsWith('in.jar'))?.bytes.equals(inner.content)).toBe(true);
  });

  test('share one limit, so that a thousand small bombs are no more than one', async () => {
    const bomb = zip([{ name: 'zeros', content: Buffer.alloc(1 << 20) }]);
    const bombs = zip(Array.from({ length: 50 }, (_, i) => ({ name: `${i}.zip`, content: bomb })));
    const { members, troubles } = await unpack(bombs, 'x.zip', { inflated: { times: 200, least: 0, most: 3 << 20 } });
    const read = members.reduce((sum, { bytes }) => sum + bytes.length, 0);
    expect(read).toBeLessThan(4 << 20);
    expect(troubles).toEqual(['x.zip: limit: It expands too far: the rest of it was not read.']);
  });
});

describe('the archive itself', () => {
  test('is what its members leave of it: what stands in front, between and behind, and no name of theirs', async () => {
    const script = '#!/bin/sh\ncurl https://api.acme.example\n';
    const { rest, files } = await unpack(
      zip([{ ...file, content: 'the content', method: 0 }], { prefix: script }),
      'x.sh',
    );
    expect(files).toEqual({ 'x.sh!/a.txt': 'the content' });
    expect(rest.startsWith(script)).toBe(true);
    expect(rest).not.toContain('a.txt');
    expect(rest).not.toContain('the content');
  });

  test('keeps what was not read of it', async () => {
    const { rest } = await unpack(zip([{ ...file, content: 'the content', method: 99 }]), 'x.zip');
    expect(rest).toContain('the content');
  });
});
