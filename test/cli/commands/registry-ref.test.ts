import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Report } from '../../../src/index.ts';
import { keepCached } from '../../../src/sources/remote/cache.ts';
import { sha256 } from '../../../src/text/fingerprint.ts';
import { leak, Past } from '../../scan/past.ts';
import { git, makeTree } from '../../sources/tree.ts';
import { approving } from '../approving.ts';
import { caller, desk, rollcall } from '../stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const place = '.rollcall/registry.yaml';

/** A main without agents, and a branch of it that adds one and whatever else it likes. */
function proposal(files: Readonly<Record<string, string>>, main: Readonly<Record<string, string>> = {}): Past {
  const past = new Past();
  past.git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
  past.commit({ 'README.md': 'shop', ...main });
  past.git('checkout', '-q', '-b', 'pr');
  past.commit({ ...desk, ...files });
  return past;
}

const approval = { [place]: approving('github.com/acme/shop', 'desk') };
const trusting = ['scan', '--registry-ref', 'main'];

async function json(past: Past, argv: readonly string[]) {
  const { out, ...said } = await rollcall([...argv, '--format', 'json'], { cwd: past.root });
  const { run, summary, findings } = JSON.parse(out);
  return { ...said, run, summary, findings };
}

describe('--registry-ref', () => {
  test('leaves a branch red that approves its own agent, until it is merged', async () => {
    const past = proposal(approval);
    expect(await rollcall(['scan'], { cwd: past.root })).toMatchObject({ code: 0 });
    expect(await rollcall(trusting, { cwd: past.root })).toMatchObject({ code: 1 });
    past.git('checkout', '-q', 'main');
    past.git('merge', '-q', 'pr');
    expect(await rollcall(trusting, { cwd: past.root })).toMatchObject({ code: 0 });
  });

  test('asks nothing of a branch that is only behind', async () => {
    const past = proposal(approval, { [place]: 'apiVersion: rollcall/v1\nagents: []\n' });
    past.git('checkout', '-q', '-b', 'behind', 'main');
    past.commit({ 'NEWS.md': 'news' });
    past.git('checkout', '-q', 'main');
    past.commit({ ...desk, ...approval, '.rollcall/config.yaml': 'failOn: [low]' });
    past.git('checkout', '-q', 'behind');
    for (const argv of [trusting, [...trusting, '--since', 'main']]) {
      const { comparison } = JSON.parse((await rollcall([...argv, '--format', 'json'], { cwd: past.root })).out);
      expect(comparison).toMatchObject({ entries: [], config: null });
    }
    past.git('checkout', '-q', 'pr');
    const { comparison } = JSON.parse((await rollcall([...trusting, '--format', 'json'], { cwd: past.root })).out);
    expect(comparison).toMatchObject({ entries: [], config: null });
  });

  test('is told in the report, and beside it', async () => {
    const past = proposal({ ...approval, '.rollcall/config.yaml': 'failOn: [low]' }, approval);
    const { run, err } = await json(past, trusting);
    const commit = past.git('rev-parse', 'main');
    expect(run.registry).toMatchObject({ origin: `git:main:${place}`, ref: { name: 'main', commit } });
    expect(run.config).toEqual({ origin: null, digest: null });
    expect(err).toContain(`rollcall: the policy is that of git:main (${commit.slice(0, 7)}): `);
  });

  test.each<[string, Record<string, string>]>([
    [
      'a configuration that ignores',
      { '.rollcall/config.yaml': 'ignore: [{ check: RC101, path: "**", reason: x }]\nfailOn: [high]' },
    ],
    ['a configuration that fails on nothing', { '.rollcall/config.yaml': 'failOn: [RC299]\nchecks: { RC101: off }' }],
    ['a configuration that leaves the agent out', { '.rollcall/config.yaml': 'exclude: ["**"]' }],
    ['a configuration that is none', { '.rollcall/config.yaml': '[' }],
    ['a comment that it was generated', { 'desk/main.js': `// @generated, DO NOT EDIT\n${caller}` }],
    ['the name of an SDK', { 'desk/package.json': '{ "name": "openai" }' }],
    [
      'a folder that has the name of what is built',
      {
        'desk/main.js': '',
        'apps/build/main.mjs': caller,
        'apps/build/package.json': '{ "name": "build", "scripts": { "start": "node main.mjs" } }',
      },
    ],
    [
      'a module that goes by the name of the SDK',
      {
        'desk/main.js': '',
        'desk/main.py': 'from openai import OpenAI\nOpenAI().responses.create(model="m", input="x")',
        'openai/__init__.py': 'OpenAI = None',
      },
    ],
    ['comments', { 'desk/main.js': caller.replaceAll('\n', ' // rollcall-ignore RC101: fine\n') }],
  ])('is not moved by %s of the branch', async (_what, files) => {
    const past = proposal(files);
    expect((await rollcall(['scan'], { cwd: past.root })).code).not.toBe(1);
    const { code, summary } = await json(past, trusting);
    expect([code, summary.agents, summary.suppressed]).toEqual([1, 1, 0]);
  });

  test('is not moved by the claim of an agent to be what a wider entry approves', async () => {
    const nearer = `  - { id: desk, name: desk, status: rejected, match: { repos: [{ repo: github.com/acme/shop, paths: [desk] }] } }\n`;
    const registry = { [place]: approving('github.com/acme/shop', null) + nearer };
    const claim = '{ "name": "desk", "dependencies": { "openai": "^6.0.0" }, "rollcall": { "agent": "agent" } }';
    const past = proposal({ 'desk/package.json': claim }, registry);
    expect(await rollcall(['scan'], { cwd: past.root })).toMatchObject({ code: 0 });
    expect(await rollcall(trusting, { cwd: past.root })).toMatchObject({ code: 1 });
  });

  test('is not moved by a baseline of the branch, nor by the configuration that names it', async () => {
    const past = proposal({});
    const made = await rollcall(['baseline', 'create', '--reason', 'known'], { cwd: past.root });
    past.write({ '.rollcall/config.yaml': 'baseline: .rollcall/baseline.json' });
    expect([made.code, (await rollcall(['scan'], { cwd: past.root })).code]).toEqual([0, 0]);
    expect(await rollcall(trusting, { cwd: past.root })).toMatchObject({ code: 1 });
    const given = await rollcall([...trusting, '--baseline', '.rollcall/baseline.json'], { cwd: past.root });
    expect(given).toMatchObject({ code: 2, err: expect.stringContaining('stands in the scanned tree') });
  });

  test('takes no configuration of the tree, be it named', async () => {
    const past = proposal({ '.rollcall/config.yaml': 'checks: { RC101: off }' });
    const { code, err } = await rollcall([...trusting, '--config', '.rollcall/config.yaml'], { cwd: past.root });
    expect([code, err]).toEqual([2, expect.stringContaining('stands in the scanned tree')]);
  });

  test('goes by configuration and baseline of the ref, which may say where the registry is', async () => {
    const past = proposal({});
    await rollcall(['baseline', 'create', '--reason', 'known'], { cwd: past.root });
    past.git('checkout', '-q', 'main');
    past.commit({
      '.rollcall/config.yaml': 'registry: security/agents.yaml\nbaseline: .rollcall/baseline.json',
      'security/agents.yaml': approving('github.com/acme/shop', 'phone'),
    });
    past.git('checkout', '-q', 'pr');
    const { code, run } = await json(past, trusting);
    expect([code, run.registry.origin, run.config.origin, run.baseline.origin]).toEqual([
      0,
      'git:main:security/agents.yaml',
      'git:main:.rollcall/config.yaml',
      'git:main:.rollcall/baseline.json',
    ]);
  });

  test('takes a path in the commit', async () => {
    const past = proposal({ 'ci/agents.yaml': approval[place] ?? '' }, { 'ci/agents.yaml': approving('x/y', 'z') });
    const { code, run } = await json(past, [...trusting, '--registry', './ci/agents.yaml']);
    expect([code, run.registry.origin]).toEqual([1, 'git:main:ci/agents.yaml']);
    expect((await json(past, ['scan', '--registry', 'git:main:ci/agents.yaml'])).run).toEqual(run);
  });

  test.each([
    [['--registry', '../agents.yaml'], '"../agents.yaml" is no path in a commit'],
    [['--registry', '/etc/agents.yaml'], '"/etc/agents.yaml" is no path in a commit'],
    [['--registry', 'git:main'], '--registry-ref goes with a path'],
    [['--registry', 'agents.yaml'], 'git:main:agents.yaml does not exist'],
  ])('with %j is a mistake', async (flags, message) => {
    const { code, err } = await rollcall([...trusting, ...flags], { cwd: proposal({}).root });
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test('that is not there is told with what to do', async () => {
    const { code, out, err } = await rollcall(['scan', '--registry-ref', 'origin/main'], { cwd: proposal({}).root });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('the registry cannot be read at origin/main: there is no branch, tag or commit of this name');
    expect(err).toContain('fetch-depth: 0');
  });

  test('may be said by the environment', async () => {
    const past = proposal(approval);
    const env = { ROLLCALL_REGISTRY_REF: 'main' };
    expect(await rollcall(['scan'], { cwd: past.root, env })).toMatchObject({ code: 1 });
  });

  test('is read in the repository of the current folder where a part of it is scanned', async () => {
    const past = proposal(approval);
    expect(await rollcall(['scan', 'desk', '--registry-ref', 'main'], { cwd: past.root })).toMatchObject({ code: 1 });
    const elsewhere = await rollcall(['scan', join(past.root, 'desk'), '--registry-ref', 'main'], { cwd: makeTree() });
    expect(elsewhere).toMatchObject({ code: 2, err: expect.stringContaining('is not a git repository') });
  });

  test('is read in a linked work tree where git says where its repository is', async () => {
    const past = proposal(approval);
    const linked = join(makeTree(), 'linked');
    past.git('worktree', 'add', '-q', '--detach', linked, 'pr');
    expect(await rollcall(trusting, { cwd: linked })).toMatchObject({ code: 2 });
    const env = { GIT_DIR: git(linked, 'rev-parse', '--absolute-git-dir').trim() };
    expect(await rollcall(trusting, { cwd: linked, env })).toMatchObject({ code: 1 });
  });

  test('holds for the keys of what is staged too', async () => {
    const past = proposal({ '.rollcall/config.yaml': 'checks: { RC201: off }' });
    past.write({ '.env': leak('one') });
    past.git('add', '-f', '.env');
    expect(await rollcall(['scan', '--staged'], { cwd: past.root })).toMatchObject({ code: 0 });
    expect(await rollcall([...trusting, '--staged'], { cwd: past.root })).toMatchObject({ code: 1 });
  });
});

describe('a registry of the tree that has no say', () => {
  test.each([[trusting], [[...trusting, '--since', 'main']]])('is told as what is asked for: %j', async (argv) => {
    const past = proposal(approval);
    const { out } = await rollcall([...argv, '--format', 'json'], { cwd: past.root });
    const { comparison } = JSON.parse(out) as Pick<Report, 'comparison'>;
    expect(comparison?.entries).toMatchObject([{ id: 'desk', kind: 'added', approves: true, at: { file: place } }]);
    expect((await rollcall(argv, { cwd: past.root })).out).toContain('1 entry changed');
  });

  test('and cannot be read makes the scan incomplete: no other could be held against it', async () => {
    const past = proposal({ [place]: 'agents: 1' });
    const { out } = await rollcall([...trusting, '--format', 'json'], { cwd: past.root });
    expect(JSON.parse(out)).toMatchObject({
      run: { complete: false },
      problems: [{ file: place, message: expect.stringContaining(`${place}:1:1: `), incomplete: true }],
    });
    expect((await rollcall([...trusting, '--fail-on', 'critical'], { cwd: past.root })).code).toBe(3);
  });

  test('is not read through a link that leads out', async () => {
    const past = proposal({ 'ci/x': '' }, { 'ci/agents.yaml': approving('x/y', 'z') });
    const outside = makeTree({ 'agents.yaml': 'agents: 1' });
    rmSync(join(past.root, 'ci'), { recursive: true });
    symlinkSync(outside, join(past.root, 'ci'));
    const argv = [...trusting, '--registry', 'ci/agents.yaml', '--format', 'json'];
    const { out } = await rollcall(argv, { cwd: past.root });
    expect(JSON.parse(out).problems).toMatchObject([
      { message: expect.stringContaining('is a link that leads out of') },
    ]);
  });
});

describe('a registry of another repository', () => {
  test('is read at the ref that is named there, and trusts nothing in the tree', async () => {
    const central = new Past();
    central.commit({ [place]: approval[place] ?? '' });
    central.write({ [place]: 'agents: 1' });
    const past = proposal({ '.rollcall/config.yaml': 'checks: { RC101: off }' });
    const { code, run } = await json(past, ['scan', '--registry', `git:${central.root}@main`]);
    expect([code, run.registry.origin, run.config.origin]).toEqual([0, `git:${central.root}@main:${place}`, null]);
    const other = await json(past, ['scan', '--registry', `git:${central.root}@main:${place}`]);
    expect(other.run).toEqual(run);
    const { err } = await rollcall(['scan', '--registry', `git:${central.root}`], { cwd: past.root });
    expect(err).toContain('names a repository and no ref in it');
  });

  test('may be named from the current folder', async () => {
    const central = new Past();
    central.commit({ [place]: approving('github.com/acme/shop', 'gone') });
    const past = proposal({});
    const cwd = makeTree();
    symlinkSync(past.root, join(cwd, 'shop'));
    symlinkSync(central.root, join(cwd, 'central'));
    const { out } = await rollcall(['scan', 'shop', '--registry', 'git:./central@main', '--format', 'json'], { cwd });
    const ghost = (JSON.parse(out) as { findings: { check: string; file: string }[] }).findings.find(
      ({ check }) => check === 'RC105',
    );
    expect(ghost?.file).toBe(`git:./central@main:${place}`);
  });
});

describe('a registry on a server', () => {
  const env = { HTTPS_PROXY: 'http://127.0.0.1:9' };

  test.each([
    ['https://registry.acme.example/agents.yaml', 'cannot be read: the server cannot be reached through the proxy'],
    ['github:acme/governance', 'cannot be read: the server cannot be reached through the proxy'],
    ['http://registry.acme.example/agents.yaml', 'a registry is not read over http'],
    ['https://bob:pass@registry.acme.example/', 'holds a name or a password'],
  ])('%s that cannot be read stops the scan', async (registry, message) => {
    const { code, out, err } = await rollcall(['scan', '--registry', registry], { cwd: proposal({}).root, env });
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
    expect(err).not.toContain('pass@');
  });

  test.each(['https://registry.acme.example/agents.yaml', 'github:acme/x', 'git:pr', 'git:/srv/policy@main'])(
    'or in a commit is not named by the configuration of the tree: %s',
    async (registry) => {
      const past = proposal({ '.rollcall/config.yaml': `registry: '${registry}'` });
      const { code, err } = await rollcall(['scan'], { cwd: past.root, env });
      expect([code, err]).toEqual([2, expect.stringContaining('names a registry outside of its own tree')]);
    },
  );

  test('is taken from the cache where it is pinned, unless the cache is part of what is scanned', async () => {
    const past = proposal({});
    const url = 'https://registry.acme.example/agents.yaml';
    const bytes = Buffer.from(approving('github.com/acme/shop', 'desk'));
    const digest = sha256(bytes);
    const scan = (cache: string) => {
      expect(keepCached(cache, url, { bytes, digest, etag: null })).toBe('');
      const flags = ['--registry', `${url}#sha256=${digest}`, '--cache', cache];
      return rollcall(['scan', '.', ...flags, '--format', 'json'], { cwd: past.root, env });
    };
    const { code, out, err } = await scan(join(makeTree(), 'kept'));
    expect([code, JSON.parse(out).run.registry]).toEqual([0, { origin: url, ref: null, digest: `sha256:${digest}` }]);
    expect(err).toContain('is taken from the cache, as it is pinned');
    expect(await scan(join(past.root, 'kept'))).toMatchObject({ code: 2, out: '' });
  });

  test('may be named by the configuration of the ref', async () => {
    const past = proposal({}, { '.rollcall/config.yaml': 'registry: https://registry.acme.example/agents.yaml' });
    const { code, err } = await rollcall(trusting, { cwd: past.root, env });
    expect([code, err]).toEqual([2, expect.stringContaining('cannot be reached through the proxy')]);
  });
});

test('registry validate reads a commit too', async () => {
  const past = proposal(approval);
  const { code, out } = await rollcall(['registry', 'validate', 'git:pr'], { cwd: past.root });
  expect([code, out]).toEqual([0, `git:pr:${place}: 1 entry: 1 approved\n`]);
  const none = await rollcall(['registry', 'validate', 'git:main'], { cwd: past.root });
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('there is no registry at git:main')]);
});
