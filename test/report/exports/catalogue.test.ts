import { expect, test } from 'vitest';
import { hostExportFormats } from '../../../src/model/host-export.ts';
import { hostCatalogue, hostPattern, pathPattern } from '../../../src/report/exports/catalogue.ts';
import { loadHostExport } from '../../../src/report/exports/index.ts';
import { rules } from '../../world.ts';
import { catalogue, lookAlikes, sightings } from './sightings.ts';

test('it holds every host of the rules', () => {
  expect(catalogue.hosts).toHaveLength(rules().hosts.size);
  expect(catalogue.patterns).toHaveLength(rules().hostPatterns.length);
});

test('the sightings are worth something', () => {
  const seen = sightings();
  expect(seen.filter(({ isTold }) => isTold).length).toBeGreaterThan(600);
  expect(new Set(seen.flatMap(({ rule }) => rule?.kind ?? []))).toEqual(new Set(['api', 'console', 'chat']));
  expect(seen.filter(({ host }) => lookAlikes.some((name) => name === host)).every(({ rule }) => rule === null)).toBe(
    true,
  );
});

test('a host in the place of a pattern is known to that', () => {
  const pinecone = catalogue.patterns.find(({ host }) => host === '*.pinecone.io');
  expect(pinecone?.except.map(({ host }) => host)).toContain('app.pinecone.io');
});

test.each([
  ['*.openai.azure.com', 'a.openai.azure.com', true],
  ['*.openai.azure.com', 'a.b.openai.azure.com', true],
  ['*.openai.azure.com', 'openai.azure.com', false],
  ['*.openai.azure.com', 'notopenai.azure.com', false],
  ['*-aiplatform.googleapis.com', 'us-aiplatform.googleapis.com', true],
  ['*-aiplatform.googleapis.com', 'a.us-aiplatform.googleapis.com', false],
  ['bedrock.*.amazonaws.com', 'bedrock.eu-west-1.amazonaws.com', true],
  ['bedrock.*.amazonaws.com', 'bedrock.a.s3.amazonaws.com', false],
])('%s and %s: %s', (pattern, host, fits) => {
  expect(new RegExp(hostPattern(pattern)).test(host)).toBe(fits);
});

test('a path is one to the end of a segment', () => {
  const known = new RegExp(pathPattern(['/v1/say', ':speak', '/v1.0/x']));
  expect(['/a/v1/say', '/v1/say/it', '/m:speakLouder'].map((path) => known.exec(path)?.[1])).toEqual([
    '/v1/say',
    '/v1/say',
    ':speakLouder',
  ]);
  expect(['/v1/sayer', '/v1a0/x', '/v1'].filter((path) => known.test(path))).toEqual([]);
});

test.each(["a.example' OR '1'='1", 'a.example"; sid:1', 'a.example\n', 'A.example', 'a b.example'])(
  'what is no host is refused: %j',
  (host) => {
    const rule = { provider: 'acme', host, kind: 'api', paths: [], shared: false } as const;
    const bad = { ...rules(), hosts: new Map([[host, rule]]) };
    expect(() => hostCatalogue(bad)).toThrow(/acme has a host or path that cannot be exported/);
  },
);

test('a path that would end a literal is refused', () => {
  const rule = { provider: 'acme', host: 'a.example', kind: 'api', paths: ["/'"], shared: true } as const;
  expect(() => hostCatalogue({ ...rules(), hosts: new Map([['a.example', rule]]) })).toThrow(/cannot be exported/);
});

test.each(hostExportFormats)('%s is the same each time, and copes with nothing', async (format) => {
  const { id, tables, render, notes } = await loadHostExport(format);
  expect(id).toBe(format);
  for (const table of tables.length > 0 ? tables : ['']) {
    const options = { version: '0.0.0', table };
    expect(render(hostCatalogue(rules()), options)).toBe(render(catalogue, options));
    expect(render({ digest: 'sha256:0', hosts: [], patterns: [] }, options)).toMatch(/^(?:#|--|$)/);
    expect(notes({ digest: 'sha256:0', hosts: [], patterns: [] }, options).length).toBeLessThan(2);
  }
});
