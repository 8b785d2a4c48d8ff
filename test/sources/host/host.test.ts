import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RollcallError } from '../../../src/model/error.ts';
import { readHost } from '../../../src/sources/host/host.ts';
import { rules } from '../../world.ts';
import { makeTree } from '../tree.ts';
import { makeProc, row } from './proc.ts';

function read(root: string, allUsers = true) {
  return readHost(root, { rules: rules(), salt: 'test', place: 'host', allUsers });
}

const secret = 'must-not-be-seen';

describe('a tree of processes', () => {
  test('is read in the order of their ids; the dead and the threads of the kernel are left out', () => {
    const reading = read(
      makeProc([
        { pid: 20 },
        { pid: 3, parent: 2, words: [], exe: null, comm: 'kworker/0:1' },
        { pid: 100, state: 'Z', words: [], exe: null },
        { pid: 4, parent: 2 },
      ]),
    );
    expect(reading.processes.map(({ pid }) => pid)).toEqual([4, 20]);
    expect(reading.skipped).toEqual({ vanished: [], kernel: [3], zombie: [100] });
    expect(reading.problems).toEqual([]);
  });

  test('joins sockets to all who hold them, in every network namespace', () => {
    const reading = read(
      makeProc([
        { pid: 10, sockets: [7, 8], tcp: [row('10.0.0.1:50000', '192.0.2.1:443', 7), row('0.0.0.0:80', null, 8)] },
        { pid: 11, sockets: [8] },
        { pid: 12, namespace: '2', sockets: [9], tcp: [row('172.17.0.2:50000', '192.0.2.1:443', 9)] },
      ]),
    );
    expect(reading.sockets.map(({ namespace, peer, pids }) => [namespace, peer?.address ?? null, pids])).toEqual([
      ['1', '192.0.2.1', [10]],
      ['1', null, [10, 11]],
      ['2', '192.0.2.1', [12]],
    ]);
  });

  test('is not left by links', () => {
    const outside = makeTree({
      environ: `OTEL_SERVICE_NAME=${secret}\0`,
      'net/tcp': row('1.2.3.4:50000', '5.6.7.8:443', 7),
    });
    const root = makeProc([{ pid: 10, sockets: [7], environ: null }, { pid: 11 }]);
    symlinkSync(join(outside, 'environ'), join(root, '10/environ'));
    for (const pid of [10, 11]) {
      rmSync(join(root, `${pid}/net`), { recursive: true });
      symlinkSync(join(outside, 'net'), join(root, `${pid}/net`));
    }
    symlinkSync(outside, join(root, '12'));
    const reading = read(root);
    expect(JSON.stringify(reading)).not.toContain(secret);
    expect(reading.sockets).toEqual([]);
    expect(reading.skipped.vanished).toEqual([12]);
    expect(reading.problems.map(({ message }) => message)).toEqual([
      'The connections of the network namespace 1 could not be read.',
      'The environment of 1 of 2 processes could not be read in this tree.',
    ]);
  });

  test('holds nobody up with a pipe', () => {
    const root = makeProc([{ pid: 10, environ: null }]);
    execFileSync('mkfifo', [join(root, '10/environ')]);
    expect(read(root).processes[0]?.unreadable).toEqual(['environment']);
  });

  test('may hold what is no process, and one that is gone', () => {
    const root = makeProc([{ pid: 10 }]);
    mkdirSync(join(root, '11'));
    writeFileSync(join(root, '12'), '');
    writeFileSync(join(root, 'version'), '');
    const { processes, skipped } = read(root);
    expect(processes.map(({ pid }) => pid)).toEqual([10]);
    expect(skipped.vanished).toEqual([11, 12]);
  });

  test('says of whom it was not asked for', () => {
    const reading = read(makeProc([{ pid: 10, uid: 4_000_000, environ: { OTEL_SERVICE_NAME: secret } }]), false);
    expect(reading.processes[0]).toMatchObject({
      serviceName: null,
      unreadable: ['environment', 'libraries', 'files'],
    });
    expect(reading.refused.get('environment')).toBe(1);
  });

  test('takes a long environment to its first mebibyte, and says so; a deep map to its end', () => {
    const many = 'x'.repeat(1_500_000);
    const maps = `${'7f00-7f01 r-xp 0 fd:00 1 /usr/lib/libc.so.6\n'.repeat(4000)}7f00-7f01 r-xp 0 fd:00 1 /a/site-packages/jiter/jiter.so\n`;
    const [process] = read(makeProc([{ pid: 10, environ: { A: many, K_SERVICE: 'late' }, maps }])).processes;
    expect(process).toMatchObject({ serviceName: null, sdkHints: ['jiter'], unreadable: ['environment'] });
  });

  test.each(['(', 'app-', '=', '-', '/', '\0', '\n', 'a', '-a=', '9', ' ', '.', '\u00ff', '0::/app.slice/app-'])(
    'may hold a mebibyte of %j in every file, and takes no longer for it',
    (text) => {
      const long = text.repeat(1_048_576 / text.length);
      const names = ['cmdline', 'environ', 'cgroup', 'maps', 'net/tcp', 'ns/net', 'exe', 'fd/0'];
      const more = Object.fromEntries(names.map((name) => [`10/${name}`, long]));
      const root = makeProc([{ pid: 10 }], {
        ...more,
        '11/stat': long,
        '11/status': long,
        stat: long,
        'pdns.jsonl': long,
      });
      const start = performance.now();
      const reading = read(root);
      expect(performance.now() - start).toBeLessThan(10_000);
      expect(JSON.stringify(reading).length).toBeLessThan(50_000);
    },
  );

  test('brings its own answers of resolvers along', () => {
    const line =
      '{"time": "2026-11-20T14:00:00Z", "host": "a.example", "ip": "192.0.2.1", "client": "10.0.0.1", "ttl": 60}';
    expect(read(makeProc([{ pid: 10 }], { 'pdns.jsonl': `${line}\n` })).answers).toHaveLength(1);
  });
});

test('a folder without processes is none', () => {
  expect(() => read(makeTree({ 'a.txt': '' }))).toThrow(RollcallError);
  expect(() => read('/nowhere/at/all')).toThrow(RollcallError);
});
