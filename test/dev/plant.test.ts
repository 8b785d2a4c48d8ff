import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { namer } from '../../src/dev/bench-names.ts';
import { score } from '../../src/dev/bench-score.ts';
import { tools } from '../../src/dev/bench-tools.ts';
import { readKinds } from '../../src/dev/kind.ts';
import { plant } from '../../src/dev/plant.ts';
import { zip } from '../../src/dev/zip.ts';

const kinds = readKinds(join(import.meta.dirname, '../../rules'));
const { files, truth } = plant(kinds, 'test');

describe('a planted tree', () => {
  test('is the same for the same seed, and another for another', () => {
    const again = plant(kinds, 'test');
    expect(digest(again.files)).toBe(digest(files));
    expect(digest(plant(kinds, 'other').files)).not.toBe(digest(files));
  });

  test('holds keys of every kind', () => {
    expect(new Set(truth.keys.map(({ type }) => type))).toEqual(new Set(kinds.map(({ key }) => key.id)));
  });

  test('has each plain key on the line that the truth names', () => {
    const sums = new Map(truth.keys.map(({ file, from, to, sha256 }) => [file, { from, to, sha256 }]));
    const key = truth.keys.find(({ form, type }) => form === 'dotenv' && type === 'groq');
    const text = Buffer.from(files.get(key?.file ?? '') ?? '').toString();
    const { from = 0, sha256 = '' } = sums.get(key?.file ?? '') ?? {};
    const value = text.split('\n')[from - 1]?.split('=')[1] ?? '';
    expect(createHash('sha256').update(value).digest('hex')).toBe(sha256);
  });

  test('tells no key in its truth', () => {
    expect(JSON.stringify(truth)).not.toMatch(/gsk_|sk-ant|sk-proj/);
  });

  test('packs what it says it packs', () => {
    const packed = truth.keys.find(({ form }) => form === 'gzip')?.file ?? '';
    expect(gunzipSync(files.get(packed) ?? new Uint8Array()).toString()).toContain('NODE_ENV=production');
  });
});

test('an archive begins with its first entry and ends with where all are listed', () => {
  const bytes = Buffer.from(zip({ 'a.txt': 'text '.repeat(20) }));
  expect(inflateRawSync(bytes.subarray(30 + 5)).toString()).toBe('text '.repeat(20));
  const directory = bytes.readUInt32LE(bytes.length - 6);
  expect(bytes.readUInt32LE(directory)).toBe(0x02014b50);
  expect(bytes.subarray(directory + 46, directory + 51).toString()).toBe('a.txt');
});

describe('a score', () => {
  const [first, second] = truth.keys;
  const decoy = truth.decoys.find(({ sort }) => sort === 'placeholder');
  const report = (file = '', line = 1, rule = 'x', value: string | null = null) => ({ file, line, rule, value });

  test('counts a key by its file, and none by another', () => {
    const found = score(truth, [report(first?.file, first?.from)], () => new Set());
    expect(found.plain.found).toBe(1);
    const elsewhere = score(truth, [report(`other/${first?.file}`)], () => new Set());
    expect([elsewhere.plain.found, elsewhere.wrong.length]).toEqual([0, 1]);
  });

  test('counts a key in an archive whatever the tool calls its entries', () => {
    const zipped = truth.keys.find(({ form }) => form === 'zip')?.file ?? '';
    const found = ['!', '!/', ':'].map((sign) => score(truth, [report(`${zipped}${sign}site/.env`)], () => new Set()));
    expect(found.map(({ hidden }) => hidden.found)).toEqual([1, 1, 1]);
  });

  test('counts a vendor only where it is the right one', () => {
    const vendors = (rule: string) => new Set([rule]);
    const right = score(truth, [report(first?.file, first?.from, first?.provider)], vendors);
    const wrong = score(truth, [report(second?.file, second?.from, 'nobody')], vendors);
    expect([right.attributed.found, wrong.attributed.found]).toEqual([1, 0]);
  });

  test('counts a decoy once, however many rules report it', () => {
    const twice = score(
      truth,
      [report(decoy?.file, decoy?.line, 'a'), report(decoy?.file, decoy?.line, 'b')],
      () => new Set(),
    );
    expect(twice.decoys.get('placeholder')?.any).toBe(1);
  });
});

test.each([
  ['anthropic-api-key', 'anthropic'],
  ['HuggingFace', 'huggingface'],
  ['betterleaks.openai-api-key', 'openai'],
  ['gcp-api-key', 'google'],
  ['Github', 'github-models'],
])('the rule %s speaks of %s', (rule, vendor) => {
  expect(namer(kinds)(rule)).toContain(vendor);
});

test.each(['generic-api-key', 'jwt', 'Secret Keyword', 'Base64 High Entropy String', 'private-key', 'slack-bot-token'])(
  'the rule %s speaks of no vendor of models',
  (rule) => {
    expect([...namer(kinds)(rule)]).toEqual([]);
  },
);

test('a finding of secretlint is read off its line', () => {
  const line =
    '/tree/a.env:3:9: [TOKEN] found Groq API key: VALUE [Error/@secretlint/secretlint-rule-preset > @secretlint/secretlint-rule-groq]';
  expect(tools.secretlint?.reports(line, '/tree')).toEqual([
    { file: '/tree/a.env', line: 3, rule: 'groq', value: 'VALUE' },
  ]);
});

function digest(all: ReadonlyMap<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const [file, bytes] of all) hash.update(file).update(bytes);
  return hash.digest('hex');
}
