import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { desk, folder, rollcall } from '../stage.ts';

const rules = join(import.meta.dirname, '../../../rules');

/** A provider of its own; its one example is lived up to where the code calls the host that the rule names. */
const acme = (host: string) => `
id: acme-models
name: Acme models
docs: https://models.acme.example/docs
hosts: [${host}]
paths: [/chat/completions]
examples:
  - title: a request to the host
    file: main.js
    code: |
      await fetch('https://models.acme.example/v1/chat/completions', { method: 'POST' });
    uses: [{ kind: request, provider: acme-models, line: 1 }]
`;

const own = (host: string) => ({ 'rules/providers/acme-models.yaml': acme(host) });

describe('rollcall rules list', () => {
  test('lists every provider, framework and check', async () => {
    const { code, out } = await rollcall(['rules', 'list']);
    expect(code).toBe(0);
    for (const kind of ['providers', 'frameworks', 'sdks', 'credentials', 'checks']) {
      const files = readdirSync(join(rules, kind));
      expect(out).toContain(`  ${files.length} ${kind.toUpperCase()}\n`);
      for (const file of files) expect(out).toContain(`\n  ${file.replace('.yaml', '')} `);
    }
  });

  test('lists them for programs', async () => {
    const known = JSON.parse((await rollcall(['rules', 'list', '--format', 'json'])).out);
    const openai = known.providers.find(({ id }: { id: string }) => id === 'openai');
    expect(openai).toMatchObject({ name: 'OpenAI', hosts: expect.any(Number), examples: expect.any(Number) });
    expect(known.checks).toHaveLength(readdirSync(join(rules, 'checks')).length);
  });

  test('names what has no rule, and why', async () => {
    const { omitted } = JSON.parse((await rollcall(['rules', 'list', '--format', 'json'])).out);
    expect(omitted).toContainEqual({ id: 'tavily', kind: 'provider', reason: expect.stringContaining('search') });
    expect((await rollcall(['rules', 'list'])).out).toContain(`  ${omitted.length} WITHOUT A RULE\n`);
  });

  test('an own rule takes an id off the list of those without one', async () => {
    const tavily = acme('models.acme.example')
      .replace('id: acme-models', 'id: tavily')
      .replaceAll('provider: acme-models', 'provider: tavily');
    const cwd = folder({ 'rules/providers/tavily.yaml': tavily });
    const { omitted } = JSON.parse(
      (await rollcall(['rules', 'list', '--format', 'json', '--rules', 'rules'], { cwd })).out,
    );
    expect(omitted).not.toContainEqual(expect.objectContaining({ id: 'tavily' }));
  });

  test('lists own rules beside the built-in ones', async () => {
    const { out } = await rollcall(['rules', 'list', '--rules', 'rules'], { cwd: folder(own('models.acme.example')) });
    expect(out).toContain('\n  acme-models ');
    expect(out).toContain('\n  openai ');
  });
});

describe('rollcall rules check', () => {
  test('counts what holds', async () => {
    const { code, out } = await rollcall(['rules', 'check', 'rules'], { cwd: folder(own('models.acme.example')) });
    expect([code, out]).toEqual([
      0,
      '1 providers, 0 frameworks, 0 SDKs, 0 files of credentials, 0 checks, 0 log formats, 0 wrappers, 0 callers: all 1 examples hold\n',
    ]);
  });

  test('names the example that is not lived up to', async () => {
    const { code, out, err } = await rollcall(['rules', 'check', 'rules'], { cwd: folder(own('other.example')) });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('1 of 1 examples are not lived up to');
    expect(err).toContain('acme-models: a request to the host: expected the use');
  });

  test('names file and line of what is no rule', async () => {
    const cwd = folder({ 'rules/providers/acme-models.yaml': `${acme('a.example')}colour: red\n` });
    const { code, err } = await rollcall(['rules', 'check', 'rules'], { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('providers/acme-models.yaml')]);
  });

  test('could not run where there are no rules', async () => {
    const { code, err } = await rollcall(['rules', 'check', 'rules'], { cwd: folder({}) });
    expect([code, err]).toEqual([2, expect.stringContaining('rules holds no rules')]);
  });
});

describe('rollcall scan --rules', () => {
  const calls = { 'main.js': "await fetch('https://models.acme.example/v1/chat/completions', { method: 'POST' });\n" };

  test('finds what own rules know', async () => {
    const cwd = folder({ ...own('models.acme.example'), ...calls });
    const { out } = await rollcall(['scan', '--rules', 'rules', '--format', 'json', '--exclude', 'rules/**'], { cwd });
    expect(JSON.parse(out).agents[0].providers).toEqual(['acme-models']);
  });

  test('still finds what the built-in rules know', async () => {
    const cwd = folder({ ...own('models.acme.example'), ...desk });
    const { out } = await rollcall(['scan', '--rules', 'rules', '--format', 'json', '--exclude', 'rules/**'], { cwd });
    expect(JSON.parse(out).agents[0].providers).toEqual(['openai']);
  });

  test('could not run with rules that do not live up to their own examples', async () => {
    const { code, out, err } = await rollcall(['scan', '--rules', 'rules'], {
      cwd: folder({ ...own('other.example'), ...calls }),
    });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('acme-models: a request to the host');
  });
});
