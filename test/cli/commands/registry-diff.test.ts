import { describe, expect, test, vi } from 'vitest';
import { Past } from '../../scan/past.ts';
import { rollcall } from '../stage.ts';

vi.setConfig({ testTimeout: 60_000 });

const place = '.rollcall/registry.yaml';

function entry(id: string, more: string): string {
  return `  - id: ${id}
    name: ${id}
    status: pending
    match: { repos: [{ repo: github.com/acme/shop, paths: [${id}] }] }
    ${more}
`;
}

function file(...entries: readonly string[]): string {
  return `apiVersion: rollcall/v1\nagents:${entries.length === 0 ? ' []' : ''}\n${entries.join('')}`;
}

/** A branch that changes an entry, adds one and removes one. */
function branched(): Past {
  const past = new Past();
  past.commit({ [place]: file(entry('triage', 'scope: { providers: [openai] }'), entry('old', 'scope: {}')) });
  past.git('branch', 'base');
  const wider = 'scope: { providers: [openai, anthropic], tools: [{ name: issue_refund, access: write }] }';
  past.commit({ [place]: file(entry('triage', wider), entry('fresh', 'scope: { models: [gpt-5] }')) });
  return past;
}

describe('rollcall registry diff', () => {
  test('says what a change asks for', async () => {
    const past = branched();
    const { code, out } = await rollcall(['registry', 'diff', 'base..HEAD'], { cwd: past.root });
    const [base, head] = [past.git('rev-parse', '--short=7', 'base'), past.git('rev-parse', '--short=7', 'HEAD')];
    expect(code).toBe(0);
    expect(out).toBe(`  from git:base:.rollcall/registry.yaml (${base})
  to   git:HEAD:.rollcall/registry.yaml (${head})

  + fresh is new (pending) and asks for: place github.com/acme/shop//fresh, model gpt-5.
  - old is removed from the registry (it was pending).
  ~ triage asks for: write tool issue_refund, provider anthropic.

  1 added, 1 changed, 1 removed
`);
  });

  test('takes the work tree where no second commit is named, and HEAD where it is left out', async () => {
    const past = branched();
    past.write({ [place]: file() });
    expect((await rollcall(['registry', 'diff', 'HEAD'], { cwd: past.root })).out).toContain(
      '0 added, 0 changed, 2 removed',
    );
    expect((await rollcall(['registry', 'diff', 'base..'], { cwd: past.root })).out).toContain('1 added, 1 changed');
  });

  test('of three dots starts where the two parted, whatever the other branch was given since', async () => {
    const past = branched();
    past.git('checkout', '-q', 'base');
    past.commit({ [place]: file(entry('theirs', 'scope: {}')) });
    past.git('checkout', '-q', 'main');
    const said = async (range: string) => (await rollcall(['registry', 'diff', range], { cwd: past.root })).out;
    expect(await said('base..HEAD')).toContain('- theirs is removed');
    expect(await said('base...HEAD')).not.toContain('theirs');
    expect(await said('base...')).toContain('1 added, 1 changed, 1 removed');
    const head = past.git('rev-parse', '--short=7', 'main~1');
    expect(await said('base...')).toMatch(`  from git:${head}:.rollcall/registry.yaml\n  to   git:HEAD:`);
  });

  test('of three dots is refused where nothing is in common', async () => {
    const past = branched();
    past.git('checkout', '-q', '--orphan', 'other');
    past.commit({ [place]: file() });
    const { code, err } = await rollcall(['registry', 'diff', 'base...other'], { cwd: past.root });
    expect([code, err]).toEqual([2, expect.stringContaining('base and other have no commit in common')]);
    expect(err).toContain('base..other');
  });

  test('is data for tools, and a page for people', async () => {
    const { root } = branched();
    const { out } = await rollcall(['registry', 'diff', 'base..HEAD', '--format', 'json'], { cwd: root });
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: '1.0.0',
      before: { origin: 'git:base:.rollcall/registry.yaml', ref: { name: 'base' } },
      entries: [
        { id: 'fresh', kind: 'added' },
        { id: 'old', kind: 'removed' },
        { id: 'triage', kind: 'changed' },
      ],
    });
    const page = await rollcall(['registry', 'diff', 'base..HEAD', '--format', 'markdown'], { cwd: root });
    expect(page.out).toMatch(/^## What the change asks of the registry \(3\)\n/);
    expect(page.out).toContain('- triage asks for: write tool issue&#95;refund, provider anthropic.');
  });

  test('says aloud where a change carries its own approval', async () => {
    const past = branched();
    const approval = 'approval: { by: [mallory], at: 2026-01-01, expires: 2030-01-01 }';
    past.commit({ [place]: file(entry('fresh', approval).replace('pending', 'approved')) });
    const { out } = await rollcall(['registry', 'diff', 'base..HEAD'], { cwd: past.root });
    expect(out).toContain('carries its own approval: by mallory, until 2030-01-01, no evidence.');
    expect(out).toContain('1 entry carries an approval of its own');
  });

  test('of nothing says so', async () => {
    const { out } = await rollcall(['registry', 'diff', 'HEAD..HEAD'], { cwd: branched().root });
    expect(out).toContain('Nothing is asked for.');
  });

  test.each([
    [['base....HEAD'], 'names no two commits'],
    [['base..HEAD..HEAD'], 'names no two commits'],
    [['nothing...HEAD'], 'there is no branch, tag or commit of this name'],
    [['..HEAD'], 'names no two commits'],
    [['nothing..HEAD'], 'there is no branch, tag or commit of this name'],
    [['base', '--format', 'yaml'], 'there is no format "yaml"'],
    [['base', '--registry', 'other.yaml'], 'other.yaml does not exist'],
  ])('%j is a mistake', async (argv, message) => {
    const { code, out, err } = await rollcall(['registry', 'diff', ...argv], { cwd: branched().root });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('where neither side has a registry that is told', async () => {
    const past = new Past();
    past.commit({ 'a.txt': 'a' });
    const { code, err } = await rollcall(['registry', 'diff', 'HEAD'], { cwd: past.root });
    expect([code, err]).toEqual([2, expect.stringContaining('there is no registry on either side')]);
  });
});
