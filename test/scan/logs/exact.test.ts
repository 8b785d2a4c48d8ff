import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Layout, layouts, writeLog } from '../../../src/dev/wire-logs.ts';
import type { FoundLog } from '../../../src/model/source.ts';
import { usualCrew } from '../../../src/scan/logs/crew.ts';
import { plainLogs, type ReadLogs, readLogs } from '../../../src/scan/logs/logs.ts';
import { SpannedLogs } from '../../../src/scan/logs/spans.ts';
import { rules as loadRules } from '../../world.ts';

const rules = loadRules();
const folder = mkdtempSync(join(tmpdir(), 'rollcall-exact-'));
const { signal } = new AbortController();
const worker = new URL('../../../dist/scan/logs/worker.js', import.meta.url);

afterAll(() => rmSync(folder, { recursive: true }));

function found(path: string): FoundLog {
  return { kind: 'log', place: '.', file: 'log', input: () => path, written: null, named: true };
}

/** Reads a log with so many threads, spans of so many bytes at a time; 1: by this thread alone. */
async function read(path: string, jobs: number, span = 0, file = worker): Promise<ReadLogs> {
  const spanned = new SpannedLogs(jobs, rules.logs, signal, { ...usualCrew, worker: file, least: 1, span });
  return readLogs([found(path)], rules, { ...plainLogs, signal }, spanned);
}

/** Who a line says has called where, by the plainest means. */
const visit: Record<Layout, (line: string) => readonly [caller: string, host: string] | null> = {
  squid(line) {
    const [, , client, , , , url = '', user] = line.split(/ +/);
    const host = url.replace(/^http:\/\//, '').split(/[:/]/)[0] ?? '';
    return [user === '-' ? `ip:${client}` : `user:${user}`, host];
  },
  'zeek-tsv'(line) {
    const cells = line.split('\t');
    return line.startsWith('#') ? null : [`ip:${cells[2]}`, cells[9] ?? ''];
  },
  'zeek-json'(line) {
    const record = JSON.parse(line);
    return [`ip:${record['id.orig_h']}`, record.server_name];
  },
};

/** Hosts that serve nothing but models: whoever goes there has called one, whatever the path. */
const plainHosts = new Map([...rules.hosts].filter(([, { shared }]) => !shared));

function counted(path: string, layout: Layout): Map<string, { count: number; line: number }> {
  const all = new Map<string, { count: number; line: number }>();
  for (const [index, line] of readFileSync(path, 'latin1').split('\n').slice(0, -1).entries()) {
    const [caller, written] = visit[layout](line) ?? [];
    const host = written?.toLowerCase() ?? '';
    const rule = plainHosts.get(host);
    if (!rule) continue;
    const key = `${caller} ${rule.provider} ${host}`;
    const one = all.get(key) ?? { count: 0, line: index + 1 };
    one.count++;
    all.set(key, one);
  }
  return all;
}

function told({ sightings }: ReadLogs): Map<string, { count: number; line: number }> {
  const all = new Map<string, { count: number; line: number }>();
  for (const { caller, provider, host, count, denied, line } of sightings) {
    if (!plainHosts.has(host ?? '')) continue;
    const key = `${caller.key} ${provider} ${host}`;
    const one = all.get(key) ?? { count: 0, line };
    all.set(key, { count: one.count + count + denied, line: Math.min(one.line, line) });
  }
  return all;
}

describe.each(layouts)('%s', (layout) => {
  const path = join(folder, layout);

  test('every call is counted, once and where it stands, and none of a look-alike', async () => {
    writeLog(path, layout, 20e6, rules);
    const result = await read(path, 1);
    const expected = counted(path, layout);
    expect(expected.size).toBeGreaterThan(100);
    expect(new Map([...told(result)].sort())).toEqual(new Map([...expected].sort()));
    expect(result.sightings.filter(({ host }) => host?.endsWith('.evil.example'))).toEqual([]);
    expect(result.coverage[0]?.lines).toBe(readFileSync(path, 'latin1').split('\n').length - 1);
  });

  test.each([
    [2, 100_000],
    [4, 3_333_333],
  ])('%i threads find in spans of %i bytes what one finds', async (jobs, span) => {
    expect(await read(path, jobs, span)).toEqual(await read(path, 1));
  });
});

test('lines that are too long, ends of lines of two kinds, and a last line without one are the same to threads', async () => {
  const path = join(folder, 'strange');
  const call = (host: string, line: number): string =>
    `${1795186422 + line}.012     37 192.0.2.${line % 200} TCP_TUNNEL/200 2842 CONNECT ${host}:443 - HIER_DIRECT/198.51.100.7 -`;
  const filler = Array.from({ length: 9000 }, (_, line) => `${call('www.example.com', line)}${line % 3 ? '' : '\r'}`);
  const lines = filler.map((line, index) => {
    if (index === 6000 || index === 6002) return `${'x'.repeat(1_300_000)} api.openai.com ${'\r'.repeat(3)}`;
    if (index === 7000) return '';
    return index % 50 === 7 ? call('api.anthropic.com', index) : line;
  });
  writeFileSync(path, [...lines, call('api.openai.com', 9001)].join('\n'));
  const alone = await read(path, 1);
  expect(alone.coverage[0]).toMatchObject({ lines: 9001, events: 181 });
  expect(alone.problems.map(({ message }) => message).join()).toContain('2 lines are longer');
  for (const span of [1, 50_000, 1 << 20]) expect(await read(path, 3, span)).toEqual(alone);
});

test('where threads die, this one reads on by itself', async () => {
  const path = join(folder, 'squid');
  const dying = new URL('data:text/javascript,process.exit(1)');
  expect(await read(path, 3, 100_000, dying)).toEqual(await read(path, 1));
});
