import { describe, expect, test, vi } from 'vitest';
import { exitCode } from '../../src/cli/exit.ts';
import type { AgentChange } from '../../src/model/change.ts';
import type { Entry } from '../../src/model/registry.ts';
import type { Report } from '../../src/model/report.ts';
import { parseRegistry } from '../../src/registry/parse.ts';
import type { ScanOptions } from '../../src/scan/options.ts';
import { approved, entryFor, places, registry } from '../registry/world.ts';
import { scanAt } from '../world.ts';
import { Past } from './past.ts';

vi.setConfig({ testTimeout: 60_000 });

const chat = `import OpenAI from 'openai';
const client = new OpenAI();
await client.chat.completions.create({ model: 'gpt-5', messages: [] });
`;

const claude = `import Anthropic from '@anthropic-ai/sdk';
await new Anthropic().messages.create({ model: 'claude-sonnet-4-5', max_tokens: 9, messages: [] });
`;

function unit(name: string, code: string): Record<string, string> {
  return { [`${name}/package.json`]: `{ "name": "${name}" }`, [`${name}/main.js`]: code };
}

function since(root: string, ref: string, options: Partial<ScanOptions> = {}): Promise<Report> {
  return scanAt([root], { cwd: '/', today: '2026-06-01', since: { ref, registryPlace: null }, ...options });
}

/** A repository with a branch `base`, and a commit after it. */
function branched(before: Record<string, string>, after: Record<string, string | null>): Past {
  const past = new Past();
  past.commit({ 'README.md': 'r', ...before });
  past.git('branch', 'base');
  past.commit(after);
  return past;
}

function changes({ comparison }: Report): readonly AgentChange[] {
  return comparison?.agents ?? [];
}

function short(report: Report): string[] {
  return changes(report).map(({ id, kind }) => `${kind} ${id.split('//')[1]}`);
}

const gate = { failOn: ['unregistered', 'high'], exitZero: false, allowIncomplete: false };

describe('a change', () => {
  test('brings the agents that were not there, loses those that were, and tells the others apart from them', async () => {
    const past = branched(
      { ...unit('old', chat), ...unit('gone', chat), ...unit('kept', chat) },
      { ...unit('fresh', chat), 'gone/main.js': null, 'kept/note.txt': 'x', ...unit('old', `${chat}${claude}`) },
    );
    const report = await since(past.root, 'base');
    expect(short(report)).toEqual(['new fresh', 'vanished gone', 'changed old']);
    expect(changes(report)[2]?.gained).toEqual([
      { facet: 'providers', value: 'anthropic', note: null },
      { facet: 'models', value: 'claude-sonnet-4-5', note: null },
    ]);
    expect(changes(report)[2]).toMatchObject({ lost: [], before: 'unregistered', after: 'unregistered' });
    expect(report.summary.agents).toBe(3);
    expect(report.run).toMatchObject({ mode: 'since', complete: true });
  });

  test('fails for an agent that it brings, or gives more power to, and not for those that were there', async () => {
    const red = branched(unit('old', chat), unit('fresh', chat));
    expect(exitCode(await since(red.root, 'base'), gate)).toBe(1);
    const wider = branched(unit('old', chat), unit('old', `${chat}${claude}`));
    expect(exitCode(await since(wider.root, 'base'), gate)).toBe(1);
    const other = branched(unit('old', chat), unit('old', chat.replace('gpt-5', 'gpt-5-mini')));
    expect(exitCode(await since(other.root, 'base'), gate)).toBe(0);
    const green = branched(unit('old', chat), { 'old/note.txt': 'x' });
    const report = await since(green.root, 'base');
    expect([exitCode(report, gate), short(report), report.summary.unreviewed]).toEqual([0, [], 1]);
  });

  test('is whole: a file that it does not touch means something else by what it changes', async () => {
    const before = {
      'package.json': '{ "private": true, "workspaces": ["*"] }',
      'app/package.json': '{ "name": "app", "dependencies": { "wrap": "*" } }',
      'app/main.js': "import { ask } from 'wrap';\nawait ask('x');\n",
      'wrap/package.json': '{ "name": "wrap", "main": "index.js" }',
      'wrap/index.js': 'export async function ask(text) { return text; }\n',
    };
    const wrapper = `import OpenAI from 'openai';
const client = new OpenAI();
export async function ask(text) { return client.chat.completions.create({ model: 'gpt-5', messages: [text] }); }
`;
    const past = branched(before, { 'wrap/index.js': wrapper });
    expect(short(await since(past.root, 'base'))).toContain('new app');
  });

  test('is held against the commit where the branches parted, not against where the other has gone on to', async () => {
    const past = branched(unit('old', chat), unit('mine', chat));
    past.git('checkout', '-q', 'base');
    past.commit(unit('theirs', chat));
    past.git('checkout', '-q', 'main');
    expect(short(await since(past.root, 'base'))).toEqual(['new mine']);
  });

  test('is held against the end of the other branch where they parted at a commit that was only merged', async () => {
    const past = branched({}, { 'a.txt': 'a' });
    const merged = past.commit(unit('fresh', chat));
    past.commit({ 'fresh/package.json': null, 'fresh/main.js': null });
    past.git('checkout', '-q', 'base');
    past.git('merge', '-q', '--no-ff', '-m', 'merged', 'main');
    past.git('checkout', '-q', '-b', 'again', merged);
    past.commit({ 'fresh/other.js': chat });
    const report = await since(past.root, 'base');
    expect([exitCode(report, gate), short(report)]).toEqual([1, ['new fresh']]);
  });

  test('is held against it where they parted more than once, whichever commit git names first', async () => {
    const past = branched({}, { 'a.txt': 'a' });
    const start = past.commit(unit('fresh', chat));
    past.commit({ 'fresh/package.json': null, 'fresh/main.js': null });
    past.git('checkout', '-q', '-b', 'kept', start);
    past.commit({ 'b.txt': 'b' });
    past.git('checkout', '-q', 'base');
    past.git('merge', '-q', '--no-ff', '-m', 'merged', 'kept', 'main');
    past.git('checkout', '-q', 'kept');
    past.git('merge', '-q', '-s', 'ours', '-m', 'crossed', 'main');
    expect(past.git('merge-base', '--all', 'base', 'kept').split('\n')).toHaveLength(2);
    expect(short(await since(past.root, 'base'))).toEqual(['new fresh']);
  });

  test('is that of the work tree too', async () => {
    const past = branched(unit('old', chat), { 'a.txt': 'a' });
    past.write({ ...unit('fresh', chat) });
    expect(short(await since(past.root, 'HEAD'))).toEqual(['new fresh']);
  });

  test('is not what git ignores, nor what stands in a repository within', async () => {
    const past = branched(
      {
        ...unit('old', "import OpenAI from 'openai';\nnew OpenAI().responses.create({ model: 'gpt-5' });\n"),
        '.gitignore': '.env\n',
      },
      { 'a.txt': 'a' },
    );
    past.write({ 'old/.env': 'OPENAI_BASE_URL=https://api.groq.com/openai/v1\n' });
    expect(short(await since(past.root, 'base'))).toEqual([]);
  });

  test('moves a verdict by the same registry on both sides', async () => {
    const past = branched(unit('bot', chat), unit('bot', `${chat}${claude}`));
    const report0 = await since(past.root, 'base');
    const home = report0.assessments[0]?.agent.repository ?? '';
    const scope = { providers: ['openai'], models: ['gpt-5'], hosts: ['api.openai.com'] };
    const entry = approved(entryFor('bot', '', { match: places({ repo: home, paths: ['bot'] }), scope }));
    const report = await since(past.root, 'base', { registry: registry(entry) });
    expect(changes(report)).toMatchObject([{ kind: 'changed', before: 'approved', after: 'drifted' }]);
    expect(exitCode(report, gate)).toBe(1);
  });

  test('that takes the approval from a tool is drift, though the code says neither yes nor no now', async () => {
    const agent = (gate: string) => `import { Agent, run, tool } from '@openai/agents';
const refund = tool({ name: 'issue_refund', parameters: {}, ${gate}execute: pay });
await run(new Agent({ name: 'desk', model: 'gpt-5', tools: [refund] }), 'x');
`;
    const past = branched(unit('desk', agent('needsApproval: true, ')), unit('desk', agent('')));
    const { assessments } = await since(past.root, 'base');
    const home = assessments[0]?.agent.repository ?? '';
    const scope: Entry['scope'] = {
      providers: ['openai'],
      models: ['gpt-5'],
      hosts: ['*'],
      frameworks: ['*'],
      tools: [{ name: 'issue_refund', access: 'write', approval: 'human' }],
    };
    const entry = approved(entryFor('desk', '', { match: places({ repo: home, paths: ['desk'] }), scope }));
    const report = await since(past.root, 'base', { registry: registry(entry) });
    expect(report.assessments[0]?.verdict).toMatchObject({
      state: 'drifted',
      drift: [{ facet: 'tools', value: 'issue_refund', severity: 'high', note: 'approval no longer human' }],
    });
    expect(exitCode(report, gate)).toBe(1);
    past.git('branch', '-f', 'base');
    past.commit({ 'desk/note.txt': 'x' });
    expect((await since(past.root, 'base', { registry: registry(entry) })).assessments[0]?.verdict.state).toBe(
      'approved',
    );
  });

  test('asks of the registry what its entries say otherwise', async () => {
    const text = (more: string): string =>
      `apiVersion: rollcall/v1\nagents:\n  - id: bot\n    name: Bot\n    status: pending\n    match: { hosts: [a.example] }\n    scope: { providers: [openai${more}] }\n`;
    const place = '.rollcall/registry.yaml';
    const past = branched({ ...unit('bot', chat), [place]: text('') }, { [place]: text(', anthropic') });
    const now = parseRegistry([{ file: place, text: text(', anthropic') }], place);
    const asked = [
      { id: 'bot', kind: 'changed', asks: [{ subject: 'providers', direction: 'more', value: 'anthropic' }] },
    ];
    expect((await since(past.root, 'base', { registry: now })).comparison?.entries).toMatchObject(asked);
    const outside = {
      registry: parseRegistry([{ file: place, text: text('') }], 'x'),
      tree: { registry: now, fault: null, config: null },
      trustTree: false,
    };
    expect((await since(past.root, 'base', outside)).comparison?.entries).toMatchObject(asked);
    expect((await since(past.root, 'base', { ...outside, tree: null })).comparison?.entries).toEqual([]);
  });
});
