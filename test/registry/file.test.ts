import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../src/model/error.ts';
import { decode, most, refusal, registryFiles, tooLarge, tooMuch } from '../../src/registry/file.ts';

function refused(action: () => unknown): readonly [message: string, hint: string | undefined, cause: unknown] {
  try {
    action();
  } catch (error) {
    if (error instanceof RollcallError && error.code === 'registry') return [error.message, error.hint, error.cause];
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('the registry files of a folder', () => {
  test('are its YAML and JSON files, in order, and no hidden ones', () => {
    const names = [
      'b.yml',
      'a.yaml',
      'c.json',
      '.a.yaml',
      'a.yaml.bak',
      'yaml',
      '.yaml',
      'README.md',
      'a.yamll',
      'ayml',
    ];
    expect(registryFiles('agents', names)).toEqual(['a.yaml', 'b.yml', 'c.json']);
  });

  test('are ten thousand at most, others not counted', () => {
    const names = (count: number) => Array.from({ length: count }, (_, i) => `${i}.yaml`);
    expect(registryFiles('agents', [...names(10_000), 'README.md'])).toHaveLength(10_000);
    expect(refused(() => registryFiles('agents', names(10_001)))).toEqual([
      'agents holds more than 10000 registry files',
      'Name a folder that holds nothing but the registry.',
      undefined,
    ]);
  });
});

describe('the text of a registry file', () => {
  test('keeps its byte order mark, so that its digest is that of the file', () => {
    expect(decode('r.yaml', new TextEncoder().encode('\ufeffä'))).toBe('\ufeffä');
  });

  test('is UTF-8, or refused with what is wrong', () => {
    const [message, hint, cause] = refused(() => decode('r.yaml', Uint8Array.of(0x61, 0xff)));
    expect([message, hint]).toEqual(['r.yaml is not UTF-8 text', 'Save it as UTF-8.']);
    expect(cause).toBeInstanceOf(TypeError);
  });
});

test('what is too large is refused with its limit and a mend', () => {
  expect([tooLarge('r.yaml').message, tooLarge('r.yaml').hint]).toEqual([
    'r.yaml is larger than 8 MiB',
    'Split it into a folder with one file an agent.',
  ]);
  expect([tooMuch('agents').message, tooMuch('agents').hint]).toEqual([
    'agents is too large',
    'Name a folder that holds nothing but the registry.',
  ]);
  expect([most.bytes, most.characters]).toEqual([8 * 2 ** 20, 64 * 2 ** 20]);
});

test('a refusal is an error of the registry, with its mend and its cause', () => {
  const cause = new Error('why');
  expect(refusal('what', 'mend', cause)).toMatchObject({ code: 'registry', message: 'what', hint: 'mend', cause });
});
