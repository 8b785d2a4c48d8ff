import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { KeyEvidence } from '../../src/model/evidence.ts';
import type { Report } from '../../src/model/report.ts';
import type { Answer, Asker } from '../../src/model/verification.ts';
import { json } from '../../src/report/formats/json.ts';
import { parseReport } from '../../src/report/parse.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { ProviderFile } from '../../src/ruleset/schema.ts';
import { expand } from '../../src/ruleset/template.ts';
import { options } from '../report/sample.ts';
import { zip } from '../sources/archive/pack.ts';
import { makeTree } from '../sources/tree.ts';
import { home, scanAt } from '../world.ts';

/**
 * Two vendors whose keys have anybody's shape, two that share one, one that has a shape of its own, and one that cannot be
 * asked.
 */
const rules = compile({
  ...parseRules(readRules(join(home, 'rules')).filter(({ path }) => path.startsWith('checks/'))),
  providers: [
    vendor('lime', '[a-f0-9]{40}', '{{hex:40}}', { context: 'bound', names: ['LIME_KEY'] }),
    vendor('pear', '[a-f0-9]{40}', '{{hex:40}}', { context: 'bound', names: ['PEAR_KEY'] }),
    vendor('melon', 'sh-[a-z0-9]{40}', 'sh-{{lower:40}}', { context: 'near', words: ['melon'], keyword: 'sh-' }),
    vendor('grape', 'sh-[a-z0-9]{40}', 'sh-{{lower:40}}', { context: 'near', words: ['grape'], keyword: 'sh-' }),
    vendor('plum', 'plum-[a-z0-9]{30}', 'plum-{{lower:30}}'),
    vendor('quince', 'quince-[a-z0-9]{30}', 'quince-{{lower:30}}', { verify: undefined }),
  ],
});

function vendor(id: string, pattern: string, template: string, more: object = {}): ProviderFile {
  const verify = { url: `https://api.${id}.example/me`, headers: { 'X-Key': '{{key}}' }, live: [200], dead: [401] };
  const texts = { can: 'ask its models', revoke: 'at the vendor', examples: { match: ['x'], ignore: ['x'] } };
  const key = { id: `${id}-key`, name: `${id} key`, keyword: id, pattern, template, verify, ...texts, ...more };
  const examples = [{ title: 'x', file: 'x', code: '', uses: [] }];
  return ProviderFile.parse({ id, name: id, docs: 'https://docs.example', examples, keys: [key] });
}

const hex = (seed: string) => expand('{{hex:40}}', seed);
const plum = (seed: string) => expand('plum-{{lower:30}}', seed);

/** A vendor that says the same of every key, and who it was asked about. */
function vendors(answer: Answer = { verified: 'live' }): Asker & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async ask({ rule, secret }) {
      asked.push(`${new URL(rule.url).hostname} ${secret.reveal()}`);
      return answer;
    },
  };
}

function scanned(
  files: Readonly<Record<string, string | Uint8Array>>,
  asker: Asker | null,
  more: Parameters<typeof scanAt>[1] = {},
) {
  return scanAt([makeTree(files)], { rules, asker, ...more });
}

function keys({ unattached }: Report): KeyEvidence[] {
  return unattached.flatMap((one) => (one.kind === 'key' ? one : []));
}

function verdicts(report: Report): string[] {
  return keys(report).map(({ file, verified, doubt }) => [file, verified, doubt].filter(Boolean).join(' '));
}

describe('with --verify', () => {
  test('each key is asked about once, in the order in which they stand, wherever they stand again', async () => {
    const asker = vendors();
    const files = {
      'b.txt': `PLUM=${plum('2')}\nPLUM=${plum('1')}\n`,
      'a.txt': `PLUM=${plum('1')}\nPLUM=${plum('1')}\n`,
      'c.txt': `LIME_KEY=${hex('1')}\n`,
    };
    const report = await scanned(files, asker);
    expect(asker.asked).toEqual([
      `api.plum.example ${plum('1')}`,
      `api.plum.example ${plum('2')}`,
      `api.lime.example ${hex('1')}`,
    ]);
    expect(verdicts(report)).toEqual(['a.txt live', 'a.txt live', 'b.txt live', 'b.txt live', 'c.txt live']);
  });

  test('what was said of a key stays where its file is read again as production', async () => {
    const files = {
      'package.json': '{ "name": "shop" }',
      'test/ask.js': `export const PLUM = '${plum('1')}';\n`,
      'main.js': "import { PLUM } from './test/ask.js';\nconsole.log(PLUM);\n",
    };
    expect(verdicts(await scanned(files, vendors(), { trustTree: false }))).toEqual(['test/ask.js live']);
  });

  test('a key in an archive is read there again', async () => {
    const asker = vendors();
    const inner = zip([{ name: 'b.txt', content: `PLUM=${plum('2')}\n` }]);
    const archive = zip([
      { name: 'a.txt', content: `PLUM=${plum('1')}\n` },
      { name: 'in.jar', content: inner },
    ]);
    const files = { 'x.zip': archive, 'y.txt.gz': gzipSync(`PLUM=${plum('3')}\n`) };
    const report = await scanned(files, asker);
    expect(asker.asked).toEqual(['1', '2', '3'].map((seed) => `api.plum.example ${plum(seed)}`));
    expect(verdicts(report)).toEqual(['x.zip!/a.txt live', 'x.zip!/in.jar!/b.txt live', 'y.txt.gz live']);
  });

  test('a key that may be of two vendors is shown to neither', async () => {
    const asker = vendors();
    const report = await scanned({ 'a.txt': `LIME_KEY=${hex('1')}\n`, 'b.txt': `PEAR_KEY=${hex('1')}\n` }, asker);
    expect([asker.asked, verdicts(report)]).toEqual([
      [],
      ['a.txt unknown several-vendors', 'b.txt unknown several-vendors'],
    ]);
  });

  test('a key whose shape several vendors have is shown to the one that its name names', async () => {
    const shared = expand('sh-{{lower:40}}');
    const asker = vendors();
    const report = await scanned({ 'a.txt': `MELON_API_KEY=${shared}\n` }, asker);
    expect([asker.asked, verdicts(report)]).toEqual([[`api.melon.example ${shared}`], ['a.txt live']]);
  });

  test('a key whose shape several vendors have is shown to nobody for a word close by', async () => {
    const asker = vendors();
    const report = await scanned({ 'a.txt': `# models of melon\nAPI_KEY=${expand('sh-{{lower:40}}')}\n` }, asker);
    expect(keys(report)).toMatchObject([{ provider: 'melon', oneOf: [] }]);
    expect([asker.asked, verdicts(report)]).toEqual([[], ['a.txt unknown several-vendors']]);
  });

  test('a key that no rule says how to ask about is not shown to anybody', async () => {
    const asker = vendors();
    const report = await scanned({ 'a.txt': `K=${expand('quince-{{lower:30}}')}\n` }, asker);
    expect([asker.asked, verdicts(report)]).toEqual([[], ['a.txt unknown no-endpoint']]);
  });

  test('a key that is there no more when it is read again is not known of', async () => {
    const tree = makeTree({ 'a.txt': `K=${plum('1')}\n` });
    const asker = vendors();
    const onProgress = ({ stage, done }: { stage: string; done: number }) => {
      if (stage === 'reading' && done === 1) writeFileSync(join(tree, 'a.txt'), `K=${plum('2')}\n`);
    };
    const report = await scanAt([tree], { rules, asker, onProgress });
    expect([asker.asked, verdicts(report)]).toEqual([[], ['a.txt unknown changed']]);
  });

  test('a key that has left one file is found in the next', async () => {
    const tree = makeTree({ 'a.txt': `K=${plum('1')}\n`, 'b.txt': `K=${plum('1')}\n` });
    const onProgress = ({ stage, done }: { stage: string; done: number }) => {
      if (stage === 'reading' && done === 2) writeFileSync(join(tree, 'a.txt'), 'gone\n');
    };
    const report = await scanAt([tree], { rules, asker: vendors({ verified: 'dead' }), onProgress });
    expect(verdicts(report)).toEqual(['a.txt dead', 'b.txt dead']);
  });

  test('five hundred keys are asked about, and no more', async () => {
    const asker = vendors({ verified: 'dead' });
    const lines = Array.from({ length: 502 }, (_, i) => `K=${plum(String(i))}\n`);
    const report = await scanned({ 'a.txt': lines.join('') }, asker);
    const limited = verdicts(report).filter((one) => one === 'a.txt unknown limit');
    expect([asker.asked.length, limited.length]).toEqual([500, 2]);
  });

  test('nobody is asked once the run is interrupted', async () => {
    const stop = new AbortController();
    const asker = vendors();
    const onProgress = ({ stage }: { stage: string }) => void (stage === 'reading' && stop.abort('SIGINT'));
    const report = await scanned({ 'a.txt': `K=${plum('1')}\n` }, asker, { signal: stop.signal, onProgress });
    expect([asker.asked, verdicts(report)]).toEqual([[], ['a.txt unknown interrupted']]);
  });

  test('a person is told how far it is', async () => {
    const told: string[] = [];
    const onProgress = ({ stage, done, total }: { stage: string; done: number; total: number }) =>
      void told.push(`${stage} ${done}/${total}`);
    await scanned({ 'a.txt': `K=${plum('1')}\nK=${plum('2')}\n` }, vendors(), { onProgress });
    expect(told.filter((one) => one.startsWith('verifying'))).toEqual([
      'verifying 0/2',
      'verifying 1/2',
      'verifying 2/2',
    ]);
  });
});

describe('the finding of a key', () => {
  const files = { 'a.txt': `K=${plum('1')}\n` };

  test.each([
    [{ verified: 'live' }, 'critical', 'is written into this file, and the vendor says it is live.'],
    [{ verified: 'dead' }, 'low', 'is written into this file, and the vendor does not accept it.'],
    // As without being asked about: known by its shape alone, in a text.
    [
      { verified: 'unknown', doubt: 'timeout' },
      'medium',
      'is written into this file; whether it is live is not known, because the vendor did not answer in time.',
    ],
  ] as const)('says what its vendor said: %j', async (answer, severity, end) => {
    const { findings } = await scanned(files, vendors(answer));
    expect(findings).toMatchObject([{ check: 'RC201', severity }]);
    expect(findings[0]?.message.endsWith(end)).toBe(true);
  });

  test('has the fingerprint that it has without being asked about', async () => {
    const tree = makeTree(files);
    const prints = [vendors(), vendors({ verified: 'dead' }), null].map(async (asker) => {
      const { findings } = await scanAt([tree], { rules, asker });
      return findings.map(({ fingerprint }) => fingerprint);
    });
    const [one, other, plain] = await Promise.all(prints);
    expect([one, other]).toEqual([plain, plain]);
  });
});

describe('the report', () => {
  const files = { 'a.txt': `K=${plum('1')}\n` };

  test('says what a vendor said, and is read back with it', async () => {
    const report = await scanned(files, vendors({ verified: 'unknown', doubt: 'redirect' }));
    const text = json.render(report, options());
    expect(JSON.parse(text).unattached).toMatchObject([{ kind: 'key', verified: 'unknown', doubt: 'redirect' }]);
    expect(json.render(parseReport(text), options())).toBe(text);
  });

  test('holds no word of it where nobody was asked', async () => {
    const text = json.render(await scanned(files, null), options());
    expect(text).not.toMatch(/verified|doubt/);
  });
});
