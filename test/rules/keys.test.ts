import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { KeyEvidence } from '../../src/model/evidence.ts';
import { expand } from '../../src/ruleset/template.ts';
import { carriers, type Kind, settings } from './carriers.ts';
import { keysIn, kinds } from './kinds.ts';
import { nearMisses } from './near-misses.ts';

/** Keys of each kind, and near misses of each kind. `ROLLCALL_KEYS=200` takes minutes and finds the rarest. */
const many = Number(process.env.ROLLCALL_KEYS ?? 15);

/** Whether a finding is of the kind, or says that it may be of its vendor. */
function isOf({ provider, key }: Kind, { type, provider: told, oneOf }: KeyEvidence): boolean {
  if (type.split('|').includes(key.id)) return true;
  return told === provider || oneOf.includes(provider);
}

describe.each(kinds.map((kind) => [kind.key.id, kind] as const))('%s', (_id, kind) => {
  const keys = Array.from({ length: many }, (_, index) => expand(kind.key.template, `${kind.key.id} ${index}`));

  test.each(Object.entries(carriers))('is found in %s', async (_name, { file, write }) => {
    const into = settings[kind.key.id] ?? ((key: string) => key);
    const texts = keys.map((key, index) => write(kind, into(key), index));
    const found = await keysIn(file, texts.join('\n'));
    const right = new Set(found.filter((one) => isOf(kind, one)).map(({ line }) => line));
    const lines = lineNumbers(texts);
    expect(lines.filter(([from, to]) => ![...right].some((line) => line >= from && line < to))).toEqual([]);
  });

  test('is not found where one property of it is broken', async () => {
    const misses = keys.flatMap((key, index) => {
      const ways = nearMisses(kind, key, index);
      return ways.length === 0 ? [] : (ways[index % ways.length] ?? []);
    });
    expect(misses).toHaveLength(many);
    const blank = '\n'.repeat(8);
    const found = await keysIn('.env', misses.map(({ text }) => text).join(blank));
    const wrong = found
      .filter(({ type }) => type.split('|').includes(kind.key.id))
      .map(({ line }) => misses[(line - 1) / blank.length]?.property);
    expect(wrong).toEqual([]);
  });
});

function lineNumbers(texts: readonly string[]): [number, number][] {
  let line = 1;
  return texts.map((text) => {
    const from = line;
    line += text.split('\n').length;
    return [from, line];
  });
}

test('no random text is a key', async () => {
  const random = (seed: string): Buffer => createHash('sha512').update(seed).digest();
  const makers: readonly ((bytes: Buffer, index: number) => string)[] = [
    (bytes) => `sha1 ${bytes.subarray(0, 20).toString('hex')}`,
    (bytes) => `md5: ${bytes.subarray(0, 16).toString('hex')}`,
    (bytes) => `sha256:${bytes.subarray(0, 32).toString('hex')}`,
    (bytes) => `"integrity": "sha512-${bytes.toString('base64')}"`,
    (bytes) =>
      `id: ${bytes
        .subarray(0, 16)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`,
    (bytes) => `data:image/png;base64,${bytes.toString('base64')}`,
    (bytes) => `const token${bytes[0]} = "${bytes.subarray(0, 24).toString('base64url')}";`,
    (bytes) => `commit = '${bytes.subarray(0, 20).toString('hex')}'`,
    (bytes, index) => `function handle_${bytes.subarray(0, 6).toString('hex')}_${index}() {}`,
    (bytes) => `https://cdn.example/${bytes.subarray(0, 15).toString('base64url')}.js`,
  ];
  // Every vendor is named somewhere in the file.
  const vendors = kinds.flatMap(({ key }) => key.words).join(' ');
  for (const maker of makers) {
    const lines = Array.from({ length: 10_000 }, (_, index) => maker(random(`${maker} ${index}`), index));
    const found = await keysIn('notes.txt', `${vendors}\n\n\n\n\n\n\n${lines.join('\n')}`);
    expect(found.map(({ type, line }) => `${type} ${line} ${lines[line - 8]?.slice(0, 30)}`)).toEqual([]);
  }
}, 120_000);
