import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { EvidenceOf } from '../../src/model/evidence.ts';
import { home } from '../world.ts';
import {
  ask,
  type Expected,
  expectedOf,
  get,
  greet,
  keyOf,
  others,
  providers,
  query,
  type Sent,
  tunnel,
} from './requests.ts';
import { dnsmasq, hasStream, hasUsers, needs, nginx, squid } from './servers.ts';

/**
 * Real servers on this machine write their own logs of requests to names of providers, which nobody looks up; rollcall
 * finds exactly the requests that were made. Where a server is not installed, its test is skipped and says so.
 */
const real = Object.keys(providers);
const hosts = [...real, ...others];
const isRefused = ({ host }: Sent): boolean => host === 'api.groq.com';

describe('what Squid writes', () => {
  test('of requests, tunnels, users and refusals is found exactly', { timeout: 120_000 }, async ({ skip }) => {
    needs(skip, 'squid');
    const { port, namedPort, access, combined } = await squid();
    const sent = [...planned(120, 'get'), ...planned(120, 'tunnel')].map((one, at) =>
      hasUsers() && at % 3 === 0 ? { ...one, user: `svc-${at % 5}` } : one,
    );
    for (const one of sent) {
      const at = one.user === undefined ? port : namedPort;
      await (one.deed === 'get' ? get(at, one) : tunnel(at, one));
    }
    // Whoever does not say who he is is turned away.
    const strangers = planned(14, 'tunnel').map((one) => ({ ...one, from: '127.7.7.7' }));
    for (const one of strangers) await tunnel(namedPort, one);

    const all = [...sent, ...strangers];
    const expected = expectedOf(all, (one) => isRefused(one) || one.from === '127.7.7.7');
    const places = (one: Expected): string => `(?:${one.host}:443|http://${one.host}/)`;
    for (const log of [access, combined]) {
      const lines = await written(log, all.length);
      const { traffic, read } = scanned(log);
      expect(read).toBe(lines);
      expect(countsOf(traffic)).toEqual(expected);
      expect(firstLines(traffic)).toEqual(linesIn(log, expected, places));
    }
  });
});

describe('what nginx writes', () => {
  test('as a gateway, with where it passed requests on to, is found exactly', { timeout: 60_000 }, async ({ skip }) => {
    needs(skip, 'nginx');
    const { port, json, combined } = await nginx(hosts);
    const sent = planned(200, 'get');
    for (const one of sent) await ask(port, one);
    for (const one of planned(5, 'get'))
      await ask(port, { ...one, host: 'nowhere', path: '/?next=https://api.openai.com' });

    const expected = expectedOf(sent);
    const lines = await written(json, sent.length + 5);
    const { traffic, read } = scanned(json);
    expect(read).toBe(lines);
    expect(countsOf(traffic)).toEqual(expected);
    expect(firstLines(traffic)).toEqual(linesIn(json, expected, ({ host }) => `"proxy_host":"${host}"`));
    // Without where they went to, the log of a front names no provider: neither its paths nor the referrer do.
    expect(countsOf(scanned(combined).traffic)).toEqual([]);
  });

  test('of the names in greetings of TLS is found exactly', { timeout: 120_000 }, async ({ skip }) => {
    needs(skip, 'nginx');
    if (!hasStream()) skip('not here: nginx’s stream module (Debian: libnginx-mod-stream)');
    const { tlsPort, stream } = await nginx(hosts);
    const sent = planned(150, 'greeting');
    for (const one of sent) await greet(tlsPort, one);

    const expected = expectedOf(sent);
    const lines = await written(stream, sent.length);
    const { traffic, read } = scanned(stream);
    expect(read).toBe(lines);
    expect(countsOf(traffic)).toEqual(expected);
    expect(firstLines(traffic)).toEqual(linesIn(stream, expected, ({ host }) => `"${host}"`));
  });
});

test('what dnsmasq writes of queries is found exactly, and is no call', { timeout: 60_000 }, async ({ skip }) => {
  needs(skip, 'dnsmasq');
  const { port, log } = await dnsmasq(real);
  const sent = planned(200, 'query');
  for (const one of sent) await query(port, one);

  const expected = expectedOf(sent);
  await written(log, sent.length * 2); // the answers too
  const { traffic } = scanned(log);
  expect(countsOf(traffic)).toEqual(expected);
  expect(new Set(traffic.map(({ basis }) => basis))).toEqual(new Set(['dns']));
  expect(firstLines(traffic)).toEqual(linesIn(log, expected, ({ host }) => `query\\[A\\] ${host} from `));
});

/** Requests of a dozen callers to all hosts, in no order of either: the same each time. */
function planned(count: number, deed: Sent['deed']): Sent[] {
  return Array.from({ length: count }, (_, at) => ({
    from: `127.0.${1 + (at % 3)}.${1 + ((at * 7) % 4)}`,
    host: hostAt(at),
    deed,
    // A host that is nobody's, and is asked as a model is, would be told as a gateway.
    ...(hostAt(at) in providers ? {} : { path: '/redirect?to=https://api.openai.com/v1/chat/completions' }),
  }));
}

function hostAt(at: number): string {
  return hosts[(at * 5 + Math.floor(at / hosts.length)) % hosts.length] ?? '';
}

/** Waits for a server to have written of all that was sent; how many lines it wrote. Some have one of their own, such as of the look whether they are up. */
async function written(log: string, sent: number): Promise<number> {
  for (let tries = 0; ; tries++) {
    const lines = readFileSync(log, 'utf8').split('\n').length - 1;
    if (lines >= sent || tries > 100) return lines;
    await pause(50);
  }
}

function scanned(log: string) {
  const program = [join(home, 'bin/rollcall.js'), 'scan', `log:${log}`, '--format', 'json', '--exit-zero', '--quiet'];
  const { stdout, stderr, status } = spawnSync(process.execPath, program, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    cwd: join(log, '..'),
  });
  expect(`${stderr}${status}`).toBe('0');
  const { agents, unattached, problems, run } = JSON.parse(stdout);
  expect(problems).toEqual([]);
  const evidence = [...agents.flatMap((agent: { evidence: unknown }) => agent.evidence), ...unattached];
  const traffic: readonly EvidenceOf<'traffic'>[] = evidence.filter(({ kind }) => kind === 'traffic');
  return { traffic, read: run.coverage.logs[0].lines };
}

type Traffic = readonly EvidenceOf<'traffic'>[];

/** By caller, provider and host; a caller who came in two ways is one. */
function countsOf(traffic: Traffic): Expected[] {
  const found = new Map<string, Expected>();
  for (const { caller, provider, host, count, denied } of traffic) {
    if (provider === null && host === null) continue;
    const one = { caller: caller.key, provider: String(provider), host: String(host), count: 0, denied: 0 };
    const known = found.get(keyOf(one)) ?? one;
    found.set(keyOf(one), known);
    known.count += count;
    known.denied += denied;
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function firstLines(traffic: Traffic): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { caller, provider, host, line } of traffic) {
    if (provider === null) continue;
    const key = keyOf({ caller: caller.key, provider, host: String(host) });
    found[key] = Math.min(found[key] ?? line, line);
  }
  return found;
}

/** Where the log first names a caller and a host, by a search for what was sent. */
function linesIn(log: string, expected: readonly Expected[], place: (one: Expected) => string): Record<string, number> {
  const lines = readFileSync(log, 'utf8').split('\n');
  const firstOf = (one: Expected): number => {
    const caller = one.caller.replace(/^\w+:/, '').replaceAll('.', '\\.');
    const [who, where] = [new RegExp(`(?<![\\w.])${caller}(?![\\w.])`), new RegExp(place(one).replaceAll('.', '\\.'))];
    const isNamed = (line: string): boolean => one.caller.startsWith('ip:') && /\bsvc-\d\b/.test(line);
    return 1 + lines.findIndex((line) => who.test(line) && where.test(line) && !isNamed(line));
  };
  return Object.fromEntries(expected.map((one) => [keyOf(one), firstOf(one)]));
}
