import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PolicyFlags } from '../../src/cli/flags.ts';
import { findPolicy } from '../../src/cli/policy.ts';
import { failing, folder } from './stage.ts';

const entry = (id: string) => `apiVersion: rollcall/v1
agents: [{ id: ${id}, name: ${id}, status: pending, match: { repos: [{ repo: github.com/acme/${id} }] } }]
`;

async function policy(cwd: string, targets: readonly string[], flags: PolicyFlags = {}) {
  const found = await findPolicy(targets, flags, {
    cwd: () => cwd,
    stdin: (async function* () {})(),
    stdout: failing('EPIPE'),
    stderr: failing('EPIPE'),
    env: {},
    now: () => new Date(0),
    signal: new AbortController().signal,
  });
  return { ...found, entries: found.registry.entries.map(({ id }) => id) };
}

describe('policy that nobody names', () => {
  test('is that of the scanned folder', async () => {
    const cwd = folder({
      '.rollcall/registry.yaml': entry('here'),
      'shop/.rollcall/registry.yaml': entry('shop'),
      'shop/.rollcall/config.yaml': 'failOn: [low]',
    });
    const { entries, config, trustTree } = await policy(cwd, ['shop']);
    expect([entries, config.failOn, trustTree]).toEqual([['shop'], ['low'], true]);
  });

  test('is else that of the current folder', async () => {
    const cwd = folder({ '.rollcall/agents/desk.yaml': entry('here'), 'shop/main.js': '' });
    expect((await policy(cwd, ['dir:shop'])).entries).toEqual(['here']);
  });

  test('is else empty', async () => {
    const { registry, config } = await policy(folder({}), ['.']);
    expect([registry.origin, config.origin]).toEqual([null, null]);
  });

  test('may name a registry of its own tree', async () => {
    const cwd = folder({ '.rollcall/config.yaml': 'registry: agents.yaml', 'agents.yaml': entry('named') });
    expect((await policy(cwd, ['.'])).entries).toEqual(['named']);
  });

  test.each(['../agents.yaml', '/etc/agents.yaml', 'a/../../agents.yaml'])(
    'may not name a registry elsewhere: %s',
    async (path) => {
      const cwd = folder({ '.rollcall/config.yaml': `registry: ${path}` });
      await expect(policy(cwd, ['.'])).rejects.toThrow('outside of its own tree');
    },
  );

  test('is not read through a link', async () => {
    const cwd = folder({ 'elsewhere.yaml': 'failOn: [low]', '.rollcall/registry.yaml': entry('here') });
    symlinkSync('../elsewhere.yaml', join(cwd, '.rollcall/config.yaml'));
    await expect(policy(cwd, ['.'])).rejects.toThrow('.rollcall/config.yaml is a link');
  });

  test('is not overlooked where its link leads nowhere', async () => {
    const cwd = folder({ '.rollcall/registry.yaml': entry('here') });
    symlinkSync('nowhere.yaml', join(cwd, '.rollcall/config.yaml'));
    await expect(policy(cwd, ['.'])).rejects.toThrow('.rollcall/config.yaml');
  });
});

describe('policy that is named', () => {
  test('inside the scanned tree leaves that tree its say', async () => {
    const cwd = folder({ 'ci/registry.yaml': entry('named'), '.rollcall/registry.yaml': entry('here') });
    const { entries, trustTree, notes } = await policy(cwd, ['.'], { registry: 'ci/registry.yaml' });
    expect([entries, trustTree, notes]).toEqual([['named'], true, []]);
  });

  test('outside takes nothing from inside, and says so', async () => {
    const cwd = folder({
      'central.yaml': entry('central'),
      'shop/.rollcall/registry.yaml': entry('shop'),
      'shop/.rollcall/config.yaml': 'checks: { RC101: off }',
    });
    const { entries, config, trustTree, notes } = await policy(cwd, ['shop'], { registry: 'central.yaml' });
    expect([entries, config.checks.size, trustTree]).toEqual([['central'], 0, false]);
    expect(notes).toEqual([expect.stringContaining('not honoured: the policy comes from outside')]);
  });

  test('outside as a configuration takes no approvals from inside', async () => {
    const cwd = folder({ 'central.yaml': 'failOn: [low]', 'shop/.rollcall/registry.yaml': entry('shop') });
    const { entries, config, trustTree } = await policy(cwd, ['shop'], { config: 'central.yaml' });
    expect([entries, config.failOn, trustTree]).toEqual([[], ['low'], false]);
  });

  test('is outside where a link in the tree leads out', async () => {
    const cwd = folder({ 'central.yaml': entry('central'), 'shop/main.js': '' });
    symlinkSync('../central.yaml', join(cwd, 'shop/registry.yaml'));
    await expect(policy(cwd, ['shop'], { registry: 'shop/registry.yaml' })).rejects.toThrow('leads out of');
  });

  test('as a configuration names its registry from where it stands', async () => {
    const cwd = folder({ 'policy/config.yaml': 'registry: agents.yaml', 'policy/agents.yaml': entry('central') });
    expect((await policy(cwd, ['.'], { config: 'policy/config.yaml' })).entries).toEqual(['central']);
  });

  test('in the tree as a configuration is refused where the registry comes from outside', async () => {
    const cwd = folder({ 'central.yaml': entry('central'), 'shop/ci.yaml': 'checks: { RC101: off }' });
    const flags = { registry: 'central.yaml', config: 'shop/ci.yaml' };
    await expect(policy(cwd, ['shop'], flags)).rejects.toThrow('shop/ci.yaml stands in the scanned tree');
  });

  test('--no-config goes without', async () => {
    const cwd = folder({ '.rollcall/config.yaml': 'failOn: [low]' });
    expect((await policy(cwd, ['.'], { config: false })).config.origin).toBeNull();
  });
});

const baseline = (reason: string) =>
  JSON.stringify({
    schemaVersion: '1.0.0',
    findings: [{ fingerprint: 'a'.repeat(32), check: 'RC101', file: 'a', message: 'b', reason }],
  });

describe('a baseline', () => {
  async function reasons(cwd: string, targets: readonly string[], flags: PolicyFlags = {}) {
    return (await policy(cwd, targets, flags)).baseline.entries.map(({ reason }) => reason);
  }

  test('is none where nobody names one', async () => {
    expect(await reasons(folder({ '.rollcall/baseline.json': baseline('here') }), ['.'])).toEqual([]);
  });

  test('is that of the flag, else that of the configuration', async () => {
    const cwd = folder({
      'shop/.rollcall/config.yaml': 'baseline: .rollcall/accepted.json',
      'shop/.rollcall/accepted.json': baseline('shop'),
      'mine.json': baseline('mine'),
    });
    expect(await reasons(cwd, ['shop'])).toEqual(['shop']);
    expect(await reasons(cwd, ['shop'], { baseline: 'mine.json' })).toEqual(['mine']);
    expect(await reasons(cwd, ['shop'], { baseline: false })).toEqual([]);
  });

  test('of a configuration that is named stands where that says', async () => {
    const cwd = folder({
      'policy/config.yaml': 'baseline: accepted.json',
      'policy/accepted.json': baseline('policy'),
      'shop/main.js': '',
    });
    expect(await reasons(cwd, ['shop'], { config: 'policy/config.yaml' })).toEqual(['policy']);
  });

  test('from outside leaves the tree its say', async () => {
    const cwd = folder({ 'central.json': baseline('central'), 'shop/.rollcall/registry.yaml': entry('shop') });
    const { trustTree, entries } = await policy(cwd, ['shop'], { baseline: 'central.json' });
    expect([trustTree, entries]).toEqual([true, ['shop']]);
  });

  describe('in the tree is refused where the policy comes from outside', () => {
    const files = {
      'central.yaml': entry('central'),
      'central.json': baseline('central'),
      'shop/baseline.json': baseline('shop'),
      'policy/config.yaml': 'baseline: ../shop/baseline.json',
    };

    test.each<[string, PolicyFlags]>([
      ['by the flag', { registry: 'central.yaml', baseline: 'shop/baseline.json' }],
      ['by a configuration', { config: 'policy/config.yaml' }],
      ['by a link of the tree', { registry: 'central.yaml', baseline: 'shop/link.json' }],
      ['by a link into the tree', { registry: 'central.yaml', baseline: 'link.json' }],
    ])('%s', async (_what, flags) => {
      const cwd = folder(files);
      symlinkSync('../central.json', join(cwd, 'shop/link.json'));
      symlinkSync('shop/baseline.json', join(cwd, 'link.json'));
      await expect(policy(cwd, ['shop'], flags)).rejects.toThrow('stands in the scanned tree');
    });

    test('and taken where it stands outside too', async () => {
      expect(await reasons(folder(files), ['shop'], { registry: 'central.yaml', baseline: 'central.json' })).toEqual([
        'central',
      ]);
    });
  });

  test.each(['../accepted.json', '/etc/accepted.json'])('of a tree does not stand outside of it: %s', async (path) => {
    const cwd = folder({ '.rollcall/config.yaml': `baseline: ${path}` });
    await expect(policy(cwd, ['.'])).rejects.toThrow('outside of its own tree');
  });

  test('of a tree is not read through a link, and not passed over where it is not there', async () => {
    const cwd = folder({ '.rollcall/config.yaml': 'baseline: accepted.json', 'elsewhere.json': baseline('x') });
    await expect(policy(cwd, ['.'])).rejects.toThrow('accepted.json, which the configuration names as the baseline');
    symlinkSync('elsewhere.json', join(cwd, 'accepted.json'));
    await expect(policy(cwd, ['.'])).rejects.toThrow('accepted.json is a link');
  });
});

test('a registry of the tree asks nothing of one from outside: it is not merged into that', async () => {
  const central = { 'central.yaml': entry('central'), 'shop/main.js': '' };
  const cwd = folder({ ...central, 'shop/.rollcall/registry.yaml': entry('shop') });
  expect((await policy(cwd, ['shop'], { registry: 'central.yaml' })).tree).toBeNull();
  expect((await policy(cwd, ['shop'])).tree).toBeNull();
});

test('marks of other scanners are not honoured where the policy comes from outside, and that is said', async () => {
  const cwd = folder({ 'central.yaml': entry('central'), 'shop/main.js': '' });
  const { notes } = await policy(cwd, ['shop'], { registry: 'central.yaml', acceptMarks: ['gitleaks'] });
  expect(notes).toEqual(['marks for gitleaks are not honoured: the policy comes from outside']);
});
