import { describe, expect, test } from 'vitest';
import type { KnownHost, KnownProcess } from '../../src/model/known-process.ts';
import { readHost } from '../../src/sources/host/host.ts';
import { PassiveDns } from '../../src/wire/pdns.ts';
import { understandProcesses } from '../../src/wire/processes.ts';
import { openaiKey } from '../key.ts';
import { type Made, makeProc, row } from '../sources/host/proc.ts';
import { rules } from '../world.ts';

const now = Date.UTC(2026, 10, 20, 14);
const vendor = '192.0.2.10';
const own = '10.0.0.1';
const answer = { client: own, ip: vendor, host: 'api.openai.com', time: now, ttl: 60 };

const providers: Readonly<Record<string, string>> = {
  'api.openai.com': 'openai',
  'chat.openai.com': 'openai',
  'api.mistral.ai': 'mistral',
};

/** What is known of a tree of processes; one that is live was read at `now`, on a machine started an hour and a half before. */
function known(processes: readonly Made[], answers: readonly (typeof answer)[] = [answer], isLive = true): KnownHost {
  const started = { stat: `cpu 0\nbtime ${now / 1000 - 5_400}\n`, self: '999' };
  const reading = readHost(makeProc(processes, isLive ? started : {}), { rules: rules(), salt: 'test', place: 'host' });
  const pdns = new PassiveDns();
  for (const one of answers) pdns.add(one);
  return understandProcesses(reading, { rules: rules(), pdns, providerOf: (host) => providers[host] ?? null, now });
}

function first(host: KnownHost): KnownProcess {
  const [process] = host.processes;
  if (!process) throw new Error('There is no process.');
  return process;
}

/** A process with a connection of its own. */
function caller(to: string, from = `${own}:50000`): Made {
  return { pid: 10, sockets: [7], tcp: [row(from, to, 7)] };
}

describe('a connection', () => {
  test('is to the host that the same client asked for', () => {
    expect(first(known([caller(`${vendor}:443`)])).connections).toEqual([
      {
        address: vendor,
        port: 443,
        host: 'api.openai.com',
        hosts: ['api.openai.com'],
        provider: 'openai',
        basis: 'pdns-same-client',
        confidence: 'high',
        peerPid: null,
        through: [],
        by: 'descriptor',
      },
    ]);
  });

  test('is to nothing known where another client asked', () => {
    const process = first(known([caller(`${vendor}:443`)], [{ ...answer, client: '10.0.0.2' }]));
    expect([process.connections, process.unnamed, process.signs]).toEqual([[], 1, []]);
  });

  test('is to nothing known where it was asked for before the process was there', () => {
    const hours = 3_600_000;
    const asked = (time: number) =>
      first(known([caller(`${vendor}:443`)], [{ ...answer, time }])).connections[0]?.confidence;
    expect(asked(now - 0.9 * hours)).toBe('high');
    expect(asked(now - 2 * hours)).toBe('medium');
    expect(asked(now - 3 * hours)).toBeUndefined();
    expect(asked(now + hours)).toBeUndefined();
  });

  test('is to one of several hosts where several were asked for; their provider is known where they have one', () => {
    const both = (host: string) =>
      first(known([caller(`${vendor}:443`)], [answer, { ...answer, host }])).connections[0];
    expect(both('shop.example')).toMatchObject({
      host: null,
      provider: null,
      basis: 'pdns-ambiguous',
      hosts: ['api.openai.com', 'shop.example'],
    });
    expect(both('chat.openai.com')).toMatchObject({
      host: null,
      provider: 'openai',
      basis: 'pdns-ambiguous',
      confidence: 'medium',
    });
  });

  test('is to a provider where that publishes that nobody else is there', () => {
    expect(first(known([caller('160.79.105.9:443')])).connections).toMatchObject([
      { host: null, provider: 'anthropic', basis: 'address-range', confidence: 'medium' },
    ]);
    expect(first(known([caller('160.79.106.9:443')])).connections).toEqual([]);
  });

  test.each([
    ['a port that is listened on', `${own}:8080`, [row('0.0.0.0:8080', null, 8)]],
    ['a port that no client is given', `${own}:443`, []],
  ])('that came in by %s is none', (_, from, more) => {
    const process = first(known([{ pid: 10, sockets: [7], tcp: [row(from, `${vendor}:50000`, 7), ...more] }]));
    expect([process.connections, process.unnamed]).toEqual([[], 0]);
  });

  test('is one, however many there are to one place', () => {
    const tcp = [7, 8, 9].map((inode) => row(`${own}:${50_000 + inode}`, `${vendor}:443`, inode));
    expect(first(known([{ pid: 10, sockets: [7, 8, 9], tcp }])).connections).toHaveLength(1);
  });

  test('to the port of a local runtime close by is a hint', () => {
    expect(first(known([caller('10.0.0.9:11434')])).connections).toMatchObject([
      { provider: 'ollama', basis: 'known-port', confidence: 'low' },
    ]);
    expect(first(known([caller('198.51.100.9:11434')])).connections).toEqual([]);
  });
});

describe('a server on this machine', () => {
  const tcp = [
    row('127.0.0.1:50000', '127.0.0.1:4000', 1),
    row('0.0.0.0:4000', null, 2, 997),
    row('127.0.0.1:4000', '127.0.0.1:50000', 3, 997),
    row(`${own}:50001`, `${vendor}:443`, 4, 997),
  ];
  const client: Made = { pid: 10, sockets: [1], tcp };

  function gateway(words: readonly string[]): Made {
    return { pid: 11, uid: 997, words, exe: '/usr/bin/python3', sockets: [2, 3, 4] };
  }

  test('that is a gateway is followed to where it leads, and no further', () => {
    const host = known([client, gateway(['python3', '-m', 'litellm.proxy.proxy_cli'])]);
    expect(host.processes.map(({ role, serves, listens }) => [role, serves, listens])).toEqual([
      ['program', null, []],
      ['gateway', 'litellm-proxy', ['0.0.0.0:4000']],
    ]);
    expect(first(host).connections).toMatchObject([
      { basis: 'local-gateway', provider: null, peerPid: 11, through: ['openai'] },
    ]);
    expect(first(host).signs).toMatchObject([{ kind: 'gateway', provider: 'openai', confidence: 'high' }]);
  });

  test('of another kind is nothing to models, whatever it is connected to itself', () => {
    const process = first(known([client, gateway(['python3', 'proxy.py'])]));
    expect([process.connections, process.unnamed, process.signs]).toEqual([[], 0, []]);
  });

  test('is found by its user where its files cannot be seen, and is less sure', () => {
    const host = known([client, { ...gateway(['python3', '/opt/bin/litellm']), sockets: null, environ: null }]);
    expect(host.processes[1]).toMatchObject({
      serves: 'litellm-proxy',
      connections: [{ host: 'api.openai.com', by: 'user', confidence: 'medium' }],
    });
    expect(host.strays).toEqual([]);
  });

  test('serves where it listens, and at no other time', () => {
    const ollama = { words: ['ollama', 'run', 'llama3'], exe: '/usr/local/bin/ollama' };
    const [idle, serving] = known([
      { pid: 10, ...ollama, tcp: [row('127.0.0.1:11434', null, 7)] },
      { pid: 11, ...ollama, words: ['ollama', 'serve'], sockets: [7], environ: { OLLAMA_HOST: '127.0.0.1:11434' } },
    ]).processes;
    expect(idle).toMatchObject({ role: 'program', serves: null, signs: [{ kind: 'command', confidence: 'high' }] });
    expect(serving).toMatchObject({
      role: 'server',
      serves: 'ollama',
      baseUrls: [],
      signs: [{ kind: 'server', confidence: 'high' }],
    });
  });
});

test('a connection that nobody was seen to hold is told with its user, and those it may be', () => {
  const tcp = [row(`${own}:50000`, `${vendor}:443`, 7, 33), row(`${own}:50001`, '198.51.100.1:443', 8, 33)];
  const host = known([
    { pid: 10, tcp },
    { pid: 11, uid: 33, sockets: null },
    { pid: 12, uid: 33, sockets: null },
    { pid: 13, uid: 33 },
  ]);
  expect(host.strays).toMatchObject([
    { uid: 33, candidates: [11, 12], connection: { provider: 'openai', by: 'user', confidence: 'medium' } },
  ]);
  expect(host.processes.flatMap(({ connections }) => connections)).toEqual([]);
});

describe('a key', () => {
  const environ = { OPENAI_API_KEY: openaiKey('shell') };
  const shell: Made = { pid: 10, words: ['-bash'], exe: '/usr/bin/bash', environ };

  test('in a shell is no sign, and in what was started from there hardly one', () => {
    const { processes } = known([shell, { pid: 11, parent: 10, words: ['vim'], exe: '/usr/bin/vim', environ }]);
    expect(processes.map(({ role }) => role)).toEqual(['shell', 'program']);
    expect(processes.map(({ signs }) => signs.map(({ kind, confidence }) => [kind, confidence]))).toEqual([
      [],
      [['key', 'low']],
    ]);
  });

  test('of its own is a sign, and so is one in a service', () => {
    const service = '0::/system.slice/bot.service';
    const { processes } = known([
      shell,
      { pid: 11, parent: 10, environ: { OPENAI_API_KEY: openaiKey('own') } },
      { pid: 12, parent: 10, environ, cgroup: service },
    ]);
    expect(processes.slice(1).map(({ signs }) => signs.map(({ confidence }) => confidence))).toEqual([
      ['medium'],
      ['medium'],
    ]);
  });
});

test.each([
  [['/opt/google/chrome/chrome', '--type=utility'], '/opt/google/chrome/chrome', 'browser'],
  [['node', '/usr/local/bin/claude'], '/usr/bin/node', 'agent-cli'],
  [['node', 'server.js'], '/usr/bin/node', 'program'],
])('%j is a %s', (words, exe, role) => {
  expect(first(known([{ pid: 10, words, exe }])).role).toBe(role);
});

test('processes that started each other in a ring are read to an end', () => {
  const { processes } = known([
    { pid: 10, parent: 11, environ: { OPENAI_API_KEY: 'EMPTY' } },
    { pid: 11, parent: 10 },
  ]);
  expect(processes[0]?.signs).toMatchObject([{ kind: 'key', confidence: 'low' }]);
});

test('answers of one host do not get into what is known of another', () => {
  const pdns = new PassiveDns();
  const line = `{"time": "2026-11-20T14:00:00Z", "host": "api.openai.com", "ip": "${vendor}", "client": "${own}", "ttl": 60}`;
  const reading = readHost(makeProc([caller(`${vendor}:443`)], { 'pdns.jsonl': line }), {
    rules: rules(),
    salt: 'test',
    place: 'host',
  });
  const host = understandProcesses(reading, { rules: rules(), pdns, providerOf: (one) => providers[one] ?? null, now });
  expect(first(host).connections).toMatchObject([{ provider: 'openai' }]);
  expect(pdns.hosts([own], vendor, now)).toEqual([]);
});
