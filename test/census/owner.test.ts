import { describe, expect, test } from 'vitest';
import { catalogOwners } from '../../src/census/catalog.ts';
import { owners } from '../../src/census/owner.ts';
import { yaml } from '../../src/readers/yaml.ts';
import { entriesOf } from '../readers/entries.ts';

describe('CODEOWNERS', () => {
  test('the last line that fits counts, and a line without owners takes them away', () => {
    const of = owners('* @all\n/apps/ @apps # ours\n/apps/free/\n*.js @js\n');
    expect(['.', 'lib', 'apps/shop', 'apps/free/x', 'lib/a.js'].map(of)).toEqual([
      '@all',
      '@all',
      '@apps',
      null,
      '@js',
    ]);
  });

  test('each section of GitLab has its say, with owners of its own for lines that name none', () => {
    const of = owners('* @all\n[Docs][2] @writers\ndocs/\ndocs/api/ @api\n^[Security]\napi/ @sec @all\n');
    expect(['docs', 'docs/api', 'api', 'src'].map(of)).toEqual([
      '@all @writers',
      '@all @api @sec',
      '@all @sec',
      '@all',
    ]);
  });

  test('what GitLab exempts has no owner in that section', () => {
    const of = owners('* @all\n!generated/\n');
    expect(['generated', 'src'].map(of)).toEqual([null, '@all']);
  });

  test('teams and settings of Bitbucket are no lines of their own', () => {
    const of = owners('CODEOWNERS.destination_branch_pattern main\n@@@devs @jane @joe\napps/ @@devs\n');
    expect(['apps/shop', 'CODEOWNERS.destination_branch_pattern', '@@@devs'].map(of)).toEqual(['@@devs', null, null]);
  });

  test('a blank in a path is escaped', () => {
    expect(owners('my\\ apps/ @apps\n')('my apps/shop')).toBe('@apps');
  });
});

describe('a catalogue', () => {
  const entity = (kind: string, name: string, owner: string) =>
    `apiVersion: backstage.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n  type: x\n  owner: ${owner}\n`;
  const of = (files: Record<string, string>) =>
    catalogOwners(new Map(Object.entries(files).map(([file, text]) => [file, entriesOf(yaml.read(text, file))])));

  test('nearest above a unit names its owner', () => {
    const ownerOf = of({
      'catalog-info.yaml': entity('Component', 'all', 'team-all'),
      'apps/shop/catalog-info.yaml': entity('Component', 'shop', 'group:default/shop'),
    });
    expect(['.', 'apps/shop', 'apps/shop/jobs', 'apps/shopping'].map(ownerOf)).toEqual([
      'team-all',
      'group:default/shop',
      'group:default/shop',
      'team-all',
    ]);
  });

  test('of several documents prefers the component, and the one of that name', () => {
    const text = [
      entity('API', 'shop-api', 'team-api'),
      entity('Component', 'shop', 'team-shop'),
      entity('Component', 'jobs', 'team-jobs'),
    ].join('---\n');
    expect(['apps/shop', 'apps/jobs', 'apps/other'].map(of({ 'catalog-info.yml': text }))).toEqual([
      'team-shop',
      'team-jobs',
      null,
    ]);
    expect(of({ 'catalog-info.yaml': entity('API', 'x', 'team-api') })('.')).toBe('team-api');
  });

  test('without an owner, or of people and places, names nobody', () => {
    expect(of({ 'catalog-info.yaml': 'kind: Component\nmetadata: { name: x }\nspec: { type: service }\n' })('.')).toBe(
      null,
    );
    expect(of({ 'catalog-info.yaml': entity('Location', 'x', 'team') })('.')).toBe(null);
  });
});
