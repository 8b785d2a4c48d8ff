import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readings } from '../../src/model/module.ts';
import { readerFor } from '../../src/scan/reader.ts';
import { decode } from '../../src/text/decode.ts';

const root = join(import.meta.dirname, '../../fixtures/readers');
const kinds = ['plain', 'broken', 'crlf', 'bom', 'names'] as const;
type Kind = (typeof kinds)[number];

/** The calls that must be seen in each file, as `module#path:line`. */
type Expected = Record<Kind, readonly string[]>;

describe.each(readdirSync(root))('%s', (language) => {
  const folder = join(root, language);
  const expected: Expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  const fileOf = (kind: Kind): string => readdirSync(folder).find((name) => name.startsWith(`${kind}.`)) ?? '';
  const read = async (kind: Kind) => {
    const { text } = decode(readFileSync(join(folder, fileOf(kind))));
    const reader = await readerFor(fileOf(kind), text, { skim: false });
    return reader.read(text, fileOf(kind));
  };

  test.each(kinds)('calls stand on their lines: %s', async (kind) => {
    const { facts } = await read(kind);
    const calls = facts.flatMap((fact) =>
      fact.kind === 'call' ? readings(fact.ref).map(({ module, path }) => `${module}#${path}:${fact.at.line}`) : [],
    );
    expect(expected[kind]).not.toEqual([]);
    expect(calls).toEqual(expect.arrayContaining([...expected[kind]]));
  });

  test('each file is what it is called', async () => {
    const bytes = (kind: Kind): Buffer => readFileSync(join(folder, fileOf(kind)));
    expect((await read('plain')).trouble).toBe('');
    expect((await read('broken')).trouble).not.toBe('');
    expect(bytes('crlf').toString()).toMatch(/^(?:[^\r\n]*\r\n)+$/);
    expect([...bytes('bom').subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytes('names').toString()).toMatch(/[^\p{ASCII}]/u);
  });
});
