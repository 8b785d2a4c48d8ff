import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fakeFor, gitWith } from './asking.ts';
import { gitIn } from './commits.ts';
import { makeOrganisation, type Organisation } from './organisation.ts';

const count = 40;
let folder = '';
let organisation: Organisation;

beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'rollcall-organisation-'));
  organisation = await makeOrganisation(join(folder, 'one'), count, 7);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the same seed gives the same commits, another one others', async () => {
  const heads = ({ world }: Organisation): string[] => world.repositories.map(({ name, head }) => `${name} ${head}`);
  const again = await makeOrganisation(join(folder, 'two'), 26, 7);
  expect(heads(again)).toEqual(heads(organisation).slice(0, 26));
  const other = await makeOrganisation(join(folder, 'three'), 10, 8);
  expect(heads(other)).not.toEqual(heads(organisation).slice(0, 10));
});

test('every repository has the commit that it is said to have, and those that are empty have none', async () => {
  expect(organisation.world.repositories).toHaveLength(count);
  const found = organisation.world.repositories.map(async ({ name, gitDir, empty }) => {
    const head = await gitIn(gitDir ?? '', 'rev-parse', '--verify', '--quiet', 'HEAD').catch(() => '');
    return { name, head: head.trim() || null, empty };
  });
  const said = organisation.world.repositories.map(({ name, head, empty }) => ({ name, head, empty }));
  expect(await Promise.all(found)).toEqual(said);
  expect(said.filter(({ empty, head }) => empty && head !== null)).toEqual([]);
});

test('names and numbers are each there once', () => {
  const { repositories } = organisation.world;
  expect(new Set(repositories.map(({ id }) => id)).size).toBe(count);
  expect(organisation.byName.size).toBe(count);
});

test('the key stands in three repositories and in no other', async () => {
  const searched = organisation.world.repositories.map(async ({ name, gitDir, head }) => {
    const found = await gitIn(gitDir ?? '', 'grep', '-lF', organisation.sharedKey, head ?? 'HEAD').catch(() => '');
    return found === '' ? [] : [name];
  });
  const holders = (await Promise.all(searched)).flat();
  expect(holders).toEqual(organisation.kinds.get('leaky'));
  expect(holders).toHaveLength(3);
});

test('all that is not disabled is cloned from a fake, whatever its branch is called', async () => {
  const { fake } = await fakeFor(organisation.world);
  const names = [...(organisation.kinds.get('hostile') ?? []), 'lost-branch', 'nothing-yet', 'acme.github.io--v2.0_x'];
  const clones = names.map((name) =>
    gitWith(null, 'clone', '-q', '--bare', `${fake.origin}/acme/${name}.git`, join(folder, `${name}.git`)),
  );
  expect(await Promise.all(clones)).toHaveLength(names.length);
  const denied = gitWith(null, 'ls-remote', `${fake.origin}/acme/taken-down.git`);
  await expect(denied).rejects.toThrow('403');
});
