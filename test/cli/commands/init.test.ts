import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { desk, folder, rollcall } from '../stage.ts';

describe('rollcall init', () => {
  test('writes a configuration and a registry that a scan then takes', async () => {
    const cwd = folder(desk);
    expect((await rollcall(['init'], { cwd })).code).toBe(0);
    const { out } = await rollcall(['scan', '--format', 'json'], { cwd });
    expect(JSON.parse(out).run).toMatchObject({
      registry: { origin: '.rollcall/registry.yaml' },
      config: { origin: '.rollcall/config.yaml' },
    });
  });

  test('prints a workflow to stdout', async () => {
    const { out } = await rollcall(['init'], { cwd: folder({}) });
    expect(parse(out)).toMatchObject({
      permissions: { contents: 'read' },
      jobs: { agents: { 'runs-on': 'ubuntu-latest' } },
    });
    expect(out).toMatch(/npm install .* rollcall@\d+\.\d+\.\d+\n/);
  });

  test('leaves what is there as it is', async () => {
    const cwd = folder({ '.rollcall/registry.yaml': 'mine\n' });
    const { code, err } = await rollcall(['init'], { cwd });
    expect([code, err]).toEqual([0, expect.stringContaining('registry.yaml is there already')]);
    expect(readFileSync(join(cwd, '.rollcall/registry.yaml'), 'utf8')).toBe('mine\n');
  });

  test('writes through no link', async () => {
    const cwd = folder({ '.rollcall/registry.yaml': '' });
    symlinkSync('../elsewhere.yaml', join(cwd, '.rollcall/config.yaml'));
    const { err } = await rollcall(['init'], { cwd });
    expect(err).toContain('config.yaml is there already');
    expect(() => readFileSync(join(cwd, 'elsewhere.yaml'))).toThrow('ENOENT');
  });

  test('writes into the folder that is named', async () => {
    const cwd = folder({ 'shop/main.js': '' });
    await rollcall(['init', 'shop'], { cwd });
    expect(readFileSync(join(cwd, 'shop/.rollcall/registry.yaml'), 'utf8')).toContain('apiVersion: rollcall/v1');
  });

  test('could not run where it may not write', async () => {
    const { code, err } = await rollcall(['init', 'nowhere'], { cwd: folder({}) });
    expect([code, err]).toEqual([2, expect.stringContaining('cannot be written (ENOENT)')]);
  });
});
