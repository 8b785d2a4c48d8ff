import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import { compile } from '../../src/ruleset/compile.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { inspect } from '../../src/scan/inspect.ts';

const rules = compile(parseRules(readRules(join(import.meta.dirname, '../../rules'))));
const hosts = [...rules.hosts.values()].filter(({ kind, paths }) => kind === 'api' && paths.length === 0);
const variables = [...rules.variables.values()].filter(({ provider, role }) => provider !== null && role === 'key');

async function read(path: string, code: string): Promise<readonly Evidence[]> {
  const content = { kind: 'bytes', bytes: Buffer.from(code) } as const;
  const blob = { kind: 'blob', place: 'test', origin: { kind: 'file', path }, content } as const;
  const options = { salt: 'test', maxBytes: 1 << 20, always: /$^/, shadows: new Set<string>() };
  return (await inspect(blob, rules, options)).inspection?.evidence ?? [];
}

/** Every provider known, in one file. */
const lists: Readonly<Record<string, string>> = {
  'prices.py': `PRICES = [\n${hosts.map(({ host }) => `    ("https://${host}/v1", 0.1, 0.4),`).join('\n')}\n]\n`,
  'patterns.ts': `export const patterns = [\n${hosts.map(({ host }) => `  'https://${host}/v1/chat/completions',`).join('\n')}\n];\n`,
  'prices.json': JSON.stringify(
    { hosts: hosts.map(({ host, provider }) => ({ provider, url: `https://${host}/v1` })) },
    null,
    2,
  ),
  'secrets.ts': `export const secrets = [${variables.map(({ name }) => `process.env.${/^\d/.test(name) ? `N${name}` : name}`).join(',\n')}];\n`,
  'relay.yaml': `allow:\n${hosts.map(({ host }) => `  - ${host}`).join('\n')}\n`,
};

describe('a file that lists every provider uses none', () => {
  test.each(Object.keys(lists))('%s', async (path) => {
    const evidence = await read(path, lists[path] ?? '');
    expect(new Set(evidence.map(({ provider }) => provider)).size).toBeGreaterThan(100);
    expect(new Set(evidence.map(({ context }) => context))).toEqual(new Set(['catalogue']));
    expect(new Set(evidence.map(({ weight }) => weight))).toEqual(new Set(['mention']));
  });
});

test('a file that names two hosts and asks one is no list', async () => {
  const code = `
const hosts = ['https://api.groq.com', 'https://api.cerebras.ai'];
await fetch('https://api.groq.com/openai/v1/chat/completions', { method: 'POST', body: '{}' });
`;
  const evidence = await read('ask.ts', code);
  expect(evidence.map(({ context }) => context)).not.toContain('catalogue');
  expect(evidence.filter(({ weight }) => weight === 'use').map(({ provider }) => provider)).toEqual(['groq']);
});
