import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRegistry } from '../../../src/index.ts';
import { folder, rollcall } from '../stage.ts';

const card = JSON.stringify({
  name: 'Billing triage',
  description: 'Sorts billing mail',
  url: 'https://triage.acme.example/a2a',
  version: '1.0.0',
  skills: [{ id: 'refund', tags: ['money'] }],
});
const placeless = JSON.stringify({ name: 'Lost', skills: [], version: '1' });
const registry = `apiVersion: rollcall/v1
agents:
  - id: desk
    name: Desk
    status: pending
    match: { repos: [{ repo: github.com/acme/desk }] }
  - id: kiosk
    name: Kiosk
    status: draft
    match: { repos: [{ repo: github.com/acme/kiosk }] }
`;

describe('rollcall registry import', () => {
  test('prints a registry of pending entries, and tells beside it what it did not keep', async () => {
    const cwd = folder({ 'card.json': card });
    const { code, out, err } = await rollcall(['registry', 'import', 'card.json', '--dry-run'], { cwd });
    const [entry] = parseRegistry([{ file: 'out.yaml', text: out }], null).entries;
    expect([code, entry?.id, entry?.status]).toEqual([0, 'billing-triage', 'pending']);
    expect(err).toBe(
      'rollcall: card.json:1:1: billing-triage not kept: version, skills[0].tags, url (its host is kept)\n' +
        'rollcall: 1 entry, pending: billing-triage\n',
    );
  });

  test('puts entries into the registry, and leaves all else there as it is', async () => {
    const cwd = folder({ 'card.json': card, '.rollcall/registry.yaml': `# ours\n${registry}` });
    const { code, out, err } = await rollcall(['registry', 'import', 'card.json'], { cwd });
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('wrote .rollcall/registry.yaml: 1 pending entry\n');
    expect(err).toContain('then rollcall registry approve billing-triage --by NAME');
    const text = readFileSync(join(cwd, '.rollcall/registry.yaml'), 'utf8');
    expect(text.startsWith(`# ours\n${registry}`)).toBe(true);
    expect(parseRegistry([{ file: 'r', text }], null).entries.map(({ id, status }) => [id, status])).toEqual([
      ['billing-triage', 'pending'],
      ['desk', 'pending'],
      ['kiosk', 'draft'],
    ]);
  });

  test('reads standard input', async () => {
    const { out } = await rollcall(['registry', 'import', '-', '--from', 'a2a', '--dry-run'], { stdin: card });
    expect(out).toContain('id: billing-triage');
  });

  test('passes over what the registry has', async () => {
    const cwd = folder({ 'card.json': card });
    await rollcall(['registry', 'import', 'card.json'], { cwd });
    const { code, out, err } = await rollcall(['registry', 'import', 'card.json'], { cwd });
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('card.json:1:1: billing-triage is there already, and lives in the same places\n');
  });

  test('imports what it can; a record that it cannot makes the exit code 3', async () => {
    const cwd = folder({ 'cards.json': `[${card},\n${placeless}]` });
    const { code, out, err } = await rollcall(['registry', 'import', 'cards.json', '--dry-run'], { cwd });
    expect([code, out.match(/- id: .*/g)]).toEqual([3, ['- id: billing-triage']]);
    expect(err).toContain('refused: cards.json:2:1: lost names no place');
  });

  test('fails where nothing comes of it, and takes a place that makes it an entry', async () => {
    const cwd = folder({ 'card.json': placeless });
    const refused = await rollcall(['registry', 'import', 'card.json'], { cwd });
    expect([refused.code, refused.out]).toEqual([2, '']);
    expect(refused.err).toMatch(/^card\.json:1:1: lost names no place/);

    const place = ['--repo', 'github.com/acme/lost', '--path', 'agent'];
    const { code, out } = await rollcall(['registry', 'import', 'card.json', '--dry-run', ...place], { cwd });
    expect([code, out.includes('repo: github.com/acme/lost')]).toEqual([0, true]);
  });

  test('tells once what several records have left', async () => {
    const cwd = folder({ 'list.csv': 'name,repos,cost\nA,github.com/acme/a,1\nB,github.com/acme/b,2\n' });
    const { err } = await rollcall(['registry', 'import', 'list.csv', '--dry-run'], { cwd });
    expect(err).toBe('rollcall: list.csv: 2 records: not kept: cost\nrollcall: 2 entries, pending: a, b\n');
  });

  test('shows no character that a terminal acts on', async () => {
    const hostile = JSON.stringify({ ...JSON.parse(card), 'x\u001b[31m': 1 });
    const { err } = await rollcall(['registry', 'import', 'card.json'], { cwd: folder({ 'card.json': hostile }) });
    expect(err).not.toContain('\u001b');
  });

  test.each([
    [['--path', 'a'], '--path is a folder of a repository'],
    [['--from', 'sbom'], "argument 'sbom' is invalid"],
  ])('refuses %j', async (flags, message) => {
    const { code, err } = await rollcall(['registry', 'import', 'card.json', ...flags], {
      cwd: folder({ 'card.json': card }),
    });
    expect([code, err.includes(message)]).toEqual([2, true]);
  });
});

describe('rollcall registry export', () => {
  const files = { '.rollcall/registry.yaml': registry };

  test.each([
    ['cyclonedx', /"specVersion": "1.6"/],
    ['backstage', /^apiVersion: backstage\.io\/v1alpha1\n/],
    ['csv', /^id,name,/],
  ])('--to %s writes all entries', async (format, start) => {
    const { code, out } = await rollcall(['registry', 'export', '--to', format], { cwd: folder(files) });
    expect(code).toBe(0);
    expect(out).toMatch(start);
    expect([out.includes('Desk'), out.includes('Kiosk')]).toEqual([true, true]);
  });

  test('--id takes one entry, and an A2A card says what has to be filled in', async () => {
    const argv = ['registry', 'export', '--to', 'a2a', '--id', 'desk'];
    const { out, err } = await rollcall(argv, { cwd: folder(files) });
    expect(JSON.parse(out)).toEqual({ name: 'Desk' });
    expect(err).toMatch(/^rollcall: a stub: fill in description, supportedInterfaces, /);
  });

  test('an id that is not there: the nearest one', async () => {
    const argv = ['registry', 'export', '--to', 'csv', '--id', 'dsk'];
    const { code, err } = await rollcall(argv, { cwd: folder(files) });
    expect([code, err]).toEqual([2, 'rollcall: .rollcall/registry.yaml has no entry "dsk"\n\nDid you mean desk?\n']);
  });

  test('-o writes a file, for its owner alone', async () => {
    const cwd = folder(files);
    const { out } = await rollcall(['registry', 'export', '--to', 'csv', '-o', 'agents.csv'], { cwd });
    expect(out).toBe('');
    expect(readFileSync(join(cwd, 'agents.csv'), 'utf8')).toMatch(/^id,name,/);
    expect(statSync(join(cwd, 'agents.csv')).mode & 0o777).toBe(0o600);
  });

  test('takes its time from SOURCE_DATE_EPOCH alone, and its version from the flag', async () => {
    const argv = ['registry', 'export', '--to', 'cyclonedx', '--spec-version', '1.7'];
    const timed = await rollcall(argv, { cwd: folder(files), env: { SOURCE_DATE_EPOCH: '0' } });
    expect(JSON.parse(timed.out)).toMatchObject({
      specVersion: '1.7',
      metadata: { timestamp: '1970-01-01T00:00:00.000Z' },
    });
    const plain = await rollcall(argv, { cwd: folder(files) });
    expect(JSON.parse(plain.out).metadata.timestamp).toBeUndefined();
  });

  test('of a registry that is not there fails', async () => {
    const { code, err } = await rollcall(['registry', 'export', '--to', 'csv'], { cwd: folder({}) });
    expect([code, err.includes('there is no registry at')]).toEqual([2, true]);
  });
});
