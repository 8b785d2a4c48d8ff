import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { noRegistry, type Registry } from '../../src/model/registry.ts';
import { withBringers } from '../../src/scan/brought.ts';
import { approved, entryFor, registry, repository } from '../registry/world.ts';
import { finding } from '../report/sample.ts';
import { git, makeTree } from '../sources/tree.ts';
import { scanAt, silent } from '../world.ts';
import { Past } from './past.ts';

const head = 'from openai import OpenAI\n\nclient = OpenAI()\n';

function desk(model: string, ...more: readonly string[]): string {
  const ask = `client.responses.create(\n    model="${model}",\n    input="hello",\n)\n`;
  return [head, ask, ...more].join('\n');
}

const at = { file: 'config.yaml', line: 1, column: 1 };
const suppressed = { kind: 'config', check: 'RC103', reason: 'known', until: null, at } as const;

const cloud =
  'import anthropic\n\nanthropic.Anthropic().messages.create(model="claude-x", max_tokens=9, messages=[])\n';

/** An agent may ask OpenAI for one model. */
const narrow = registry(
  approved(entryFor('desk', '.', { scope: { providers: ['openai'], models: ['gpt-4.1'], hosts: [] } })),
);

function shop(): Past {
  const past = new Past();
  past.git('remote', 'add', 'origin', `https://${repository}.git`);
  return past;
}

async function findings(root: string, known: Registry = narrow): Promise<readonly Finding[]> {
  return (await scanAt([root], { registry: known })).findings.filter(({ check }) => /^RC10[13]$/.test(check));
}

/** By a word of its message, the commit that brought a finding. */
async function bringer(root: string, word: string, known: Registry = narrow): Promise<string | null | undefined> {
  const found = (await findings(root, known)).find(({ message }) => message.includes(word));
  return found && (found.broughtBy?.commit ?? null);
}

describe('the commit that brought a drift', () => {
  test('is the one from which on the file has always held it', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-4.1') });
    const brought = past.commit({ 'main.py': desk('gpt-4.1', cloud) });
    past.commit({ 'main.py': desk('gpt-4.1', cloud, '# more\n') });
    past.commit({ 'README.md': 'A desk.\n' });
    const [finding] = (await findings(past.root)).filter(({ message }) => message.includes('provider anthropic'));
    const seconds = Number(past.git('show', '-s', '--format=%ct', brought));
    expect(finding?.broughtBy).toEqual({ commit: brought, date: new Date(seconds * 1000).toISOString().slice(0, 10) });
  });

  test('is that of the value, where the call itself is older', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-4.1') });
    const brought = past.commit({ 'main.py': desk('gpt-5') });
    past.commit({ 'main.py': desk('gpt-5', '# more\n') });
    expect(await bringer(past.root, 'model gpt-5')).toBe(brought);
  });

  test('is the last that brought it, where it was taken away in between', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-4.1', cloud) });
    past.commit({ 'main.py': desk('gpt-4.1') });
    const brought = past.commit({ 'main.py': desk('gpt-4.1', cloud) });
    expect(await bringer(past.root, 'provider anthropic')).toBe(brought);
  });

  test('is the first one for what was always there', async () => {
    const past = shop();
    const brought = past.commit({ 'main.py': desk('gpt-5') });
    past.commit({ 'main.py': desk('gpt-5', '# more\n') });
    expect(await bringer(past.root, 'model gpt-5')).toBe(brought);
  });

  test('is the merge that brought it to the main line', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-4.1') });
    past.git('checkout', '-q', '-b', 'side');
    past.commit({ 'main.py': desk('gpt-4.1', cloud) });
    past.git('checkout', '-q', 'main');
    past.commit({ 'README.md': 'A desk.\n' });
    past.git('merge', '-q', '--no-ff', '-m', 'merged', 'side');
    expect(await bringer(past.root, 'provider anthropic')).toBe(past.head());
  });

  test('is told of a moved line and of other blanks around it', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-4.1') });
    const brought = past.commit({ 'main.py': desk('gpt-4.1', cloud) });
    past.commit({ 'main.py': desk('gpt-4.1', '# a\n# b\n', cloud.replaceAll('\n', '\r\n')) });
    expect(await bringer(past.root, 'provider anthropic')).toBe(brought);
  });

  test('is told of a file whose name git would take for a pattern', async () => {
    const past = shop();
    past.commit({ ':(glob)[a]*.py': desk('gpt-4.1') });
    const brought = past.commit({ ':(glob)[a]*.py': desk('gpt-5') });
    past.commit({ 'a.py': '"gpt-5"\n' });
    expect(await bringer(past.root, 'model gpt-5')).toBe(brought);
  });

  test('is told of an agent that no entry knows, where there is a registry', async () => {
    const past = shop();
    past.commit({ 'README.md': 'A desk.\n' });
    const brought = past.commit({ 'main.py': desk('gpt-5') });
    const known = registry(approved(entryFor('other', 'elsewhere')));
    expect(await bringer(past.root, 'not in the registry', known)).toBe(brought);
    expect(await bringer(past.root, 'not in the registry', { ...known, origin: null })).toBe(null);
  });
});

describe('no commit is named', () => {
  test('for what is not committed', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-4.1') });
    past.write({ 'main.py': desk('gpt-5') });
    expect(await bringer(past.root, 'model gpt-5')).toBe(null);
  });

  test('for a file that a commit took away and that is back', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-5') });
    past.commit({ 'main.py': null, 'README.md': 'A desk.\n' });
    past.write({ 'main.py': desk('gpt-5') });
    expect(await bringer(past.root, 'model gpt-5')).toBe(null);
  });

  test('for what is older than a shallow clone, and that is no problem', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-5') });
    past.commit({ 'README.md': 'A desk.\n' });
    const clone = join(makeTree(), 'clone');
    git(past.root, 'clone', '-q', '--depth=1', '--template=', `file://${past.root}`, clone);
    git(clone, 'remote', 'set-url', 'origin', `https://${repository}.git`);
    const { findings, run, problems } = await scanAt([clone], { registry: narrow });
    expect(findings.map(({ check, broughtBy }) => [check, broughtBy])).toEqual([['RC103', null]]);
    expect([run.complete, problems]).toEqual([true, []]);
  });

  test('in a folder of a repository, and in none', async () => {
    const past = shop();
    past.commit({ 'apps/desk/main.py': desk('gpt-5') });
    const entry = entryFor('desk', '.', {
      match: { repos: [{ repo: 'desk', paths: ['.'] }], images: [], workloads: [], hosts: [] },
    });
    const known = registry(approved({ ...entry, scope: { providers: ['openai'] } }));
    expect(await bringer(join(past.root, 'apps/desk'), 'model gpt-5', known)).toBe(null);
    const copy = join(makeTree(), 'desk');
    cpSync(join(past.root, 'apps/desk'), copy, { recursive: true });
    expect(await bringer(copy, 'model gpt-5', known)).toBe(null);
  });

  test('for a finding that is suppressed', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-5') });
    const ignore = [{ ...suppressed, path: '**', agent: null }];
    const { findings } = await scanAt([past.root], { registry: narrow, config: { ...silent, ignore } });
    expect(findings.map(({ check, broughtBy }) => [check, broughtBy])).toEqual([['RC103', null]]);
  });

  test('and nothing is asked, where nothing drifted', async () => {
    const asked = (): never => {
      throw new Error('somebody asked where the files are');
    };
    const ground = {
      get blobs() {
        return asked();
      },
      get repositories() {
        return asked();
      },
    };
    const findings = [finding('RC201'), finding('RC103', { suppressed }), finding('RC101')];
    const rest = { registry: noRegistry, signal: new AbortController().signal };
    expect(await withBringers(findings, Object.assign(ground, rest))).toEqual(findings);
  });

  test('where an object of the past is missing, and the scan is as complete as before', async () => {
    const past = shop();
    past.commit({ 'main.py': desk('gpt-5') });
    const blob = past.git('rev-parse', 'HEAD:main.py');
    past.commit({ 'main.py': desk('gpt-5', '# more\n') });
    past.write({ [`.git/objects/${blob.slice(0, 2)}/${blob.slice(2)}`]: null });
    const { findings, run } = await scanAt([past.root], { registry: narrow });
    expect(findings.map(({ broughtBy }) => broughtBy)).toEqual([null]);
    expect(run.complete).toBe(true);
  });
});
