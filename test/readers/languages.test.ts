import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fact, Reading } from '../../src/model/fact.ts';
import { readings } from '../../src/model/module.ts';
import { readerFor } from '../../src/scan/reader.ts';
import { textOf } from '../../src/text/decode.ts';

const root = join(import.meta.dirname, '../../fixtures/readers');
const kinds = ['plain', 'broken', 'crlf', 'bom', 'names'] as const;
type Kind = (typeof kinds)[number];

/**
 * What must be seen in each file, as `what:line` or `what:line:column`: calls as `module#path`, entries as `path.of.keys`,
 * packages as `ecosystem/name`, variables as `$NAME`, strings as they are. `silent` is a format whose every loader passes
 * over the lines that it does not understand: a mistake there is no trouble.
 */
type Expected = Record<Kind, readonly string[]> & { readonly silent?: boolean };

/** `plain.go`, `Procfile.plain`, or the one file of the folder `plain/` where the name itself tells what it is. */
function pathOf(folder: string, kind: Kind): string {
  const name = readdirSync(folder).find(
    (one) => one.startsWith(`${kind}.`) || one.endsWith(`.${kind}`) || one === kind,
  );
  const path = join(folder, name ?? kind);
  return statSync(path).isDirectory() ? join(path, ...readdirSync(path)) : path;
}

async function read(bytes: Uint8Array, path: string): Promise<Reading> {
  const text = textOf(bytes);
  return (await readerFor(basename(path), text, { skim: false })).read(text, basename(path));
}

function seen({ facts }: Reading): string[] {
  return facts.flatMap((fact) =>
    said(fact).flatMap((what) => [`${what}:${fact.at.line}`, `${what}:${fact.at.line}:${fact.at.column}`]),
  );
}

function said(fact: Fact): readonly string[] {
  switch (fact.kind) {
    case 'call':
      return readings(fact.ref).map(({ module, path }) => `${module}#${path}`);
    case 'entry':
      return [fact.path.join('.')];
    case 'dependency':
      return [`${fact.ecosystem}/${fact.name}`];
    case 'variable':
      return [`$${fact.name}`];
    case 'string':
      return [fact.value];
    default:
      return [];
  }
}

/** The same text as other programs would have saved it. */
const saved: Record<string, (text: string) => Uint8Array> = {
  'with CR alone': (text) => Buffer.from(text.replace(/\r?\n/g, '\r')),
  'as UTF-16, little end first': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'as UTF-16, big end first': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'without a line break at its end': (text) => Buffer.from(text.trimEnd()),
};

describe.each(readdirSync(root))('%s', (reader) => {
  const folder = join(root, reader);
  const expected: Expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  const bytesOf = (kind: Kind): Buffer => readFileSync(pathOf(folder, kind));
  const readKind = (kind: Kind) => read(bytesOf(kind), pathOf(folder, kind));

  test.each(kinds)('everything stands on its line: %s', async (kind) => {
    expect(expected[kind]).not.toEqual([]);
    expect(seen(await readKind(kind))).toEqual(expect.arrayContaining([...expected[kind]]));
  });

  test.each(Object.keys(saved))('everything stands where it stood: saved %s', async (how) => {
    const path = pathOf(folder, 'plain');
    const bytes = saved[how]?.(bytesOf('plain').toString()) ?? Buffer.from('');
    expect(seen(await read(bytes, path))).toEqual(seen(await readKind('plain')));
  });

  test('each file is what it is called', async () => {
    expect((await readKind('plain')).trouble).toBe('');
    expect((await readKind('broken')).trouble === '').toBe(expected.silent === true);
    expect(bytesOf('crlf').toString()).toMatch(/^(?:[^\r\n]*\r\n)+$/);
    expect([...bytesOf('bom').subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(bytesOf('names').toString()).toMatch(/[^\p{ASCII}]/u);
  });
});
