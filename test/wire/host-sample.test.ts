import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KnownProcess } from '../../src/model/known-process.ts';
import { readHost } from '../../src/sources/host/host.ts';
import { address, hostRule } from '../../src/text/host.ts';
import { endpointText } from '../../src/text/ip.ts';
import { PassiveDns } from '../../src/wire/pdns.ts';
import { understandProcesses } from '../../src/wire/processes.ts';
import { home, rules } from '../world.ts';

const sample = join(home, '../shared/netlogs');
const isThere = existsSync(join(sample, 'procfs-expected.json'));

interface Expected {
  readonly must_not_appear_in_output: readonly string[];
  readonly ns: Readonly<Record<string, string>>;
  readonly processes: readonly (Readonly<Record<string, unknown>> & { readonly pid: number })[];
  readonly skipped: readonly number[];
}

// A saved tree beside the repository: ../shared/netlogs/procfs. Where it is not there, nothing can be held against it.
describe.skipIf(!isThere)('the saved /proc', () => {
  const expected: Expected = isThere
    ? JSON.parse(readFileSync(join(sample, 'procfs-expected.json'), 'utf8'))
    : { processes: [] };
  const reading = isThere ? readHost(join(sample, 'procfs'), { rules: rules(), salt: 'test', place: 'host' }) : null;
  const known = reading
    ? understandProcesses(reading, { rules: rules(), pdns: new PassiveDns(), providerOf, now: Date.UTC(2027, 0, 1) })
    : null;

  test.each(expected.processes)('process $pid', ({ note: _, ...wanted }) => {
    const process = known?.processes.find(({ pid }) => pid === wanted.pid);
    if (!process) throw new Error(`Process ${wanted.pid} is not there.`);
    const all = told(process);
    // What is not expected of a process is not there, but for what the file says of few.
    const silent = { sdk_hints: [], base_urls: [], listens: [] };
    const names = new Set([...Object.keys(wanted), ...Object.keys(silent)]);
    const shown = Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
    const { connections, ...rest } = wanted;
    expect(shown).toEqual({ ...silent, ...rest, connections: withoutNotes(connections) });
  });

  test('has these processes, and no other', () => {
    expect(known?.processes.map(({ pid }) => pid)).toEqual(expected.processes.map(({ pid }) => pid));
    expect(reading?.skipped).toEqual({ vanished: [], kernel: expected.skipped, zombie: [] });
    expect(new Set(reading?.processes.map(({ namespace }) => namespace))).toEqual(new Set(Object.keys(expected.ns)));
  });

  test('says what it could not see', () => {
    expect(reading?.problems.map(({ message }) => message)).toEqual([
      'The environment, executable and working folder of 1 of 10 processes could not be read in this tree.',
    ]);
  });

  test('gives no value away', () => {
    const text = JSON.stringify([reading, known]);
    for (const word of expected.must_not_appear_in_output) expect(text).not.toContain(word);
  });

  test('tells who is a server, a gateway, a person', () => {
    const roles = known?.processes.filter(({ role }) => role !== 'program').map(({ pid, role }) => [pid, role]);
    expect(roles).toEqual([
      [4401, 'gateway'],
      [4600, 'server'],
      [4700, 'shell'],
      [5000, 'browser'],
    ]);
    expect(known?.processes.filter(({ signs }) => signs.length === 0).map(({ pid }) => pid)).toEqual([
      4500, 4700, 4800, 5000, 5100,
    ]);
  });

  test('follows a gateway one hop', () => {
    const worker = known?.processes.find(({ pid }) => pid === 4400);
    expect(worker?.connections.map(({ through }) => through)).toEqual([['azure-openai']]);
    expect(worker?.signs[0]).toMatchObject({ kind: 'gateway', provider: 'azure-openai', confidence: 'high' });
  });
});

/** A process in the words of the expected file; what is not there is left out. */
function told(process: KnownProcess): Readonly<Record<string, unknown>> {
  const { pid, uid, exe, cwd, unit, unreadable, connections } = process;
  return Object.fromEntries(
    Object.entries({
      pid,
      uid,
      exe,
      cwd,
      unit,
      pod_uid: process.podUid,
      container_id: process.containerId,
      service_name: process.serviceName,
      key_names: process.keys.map(({ name }) => name),
      base_urls: process.baseUrls,
      sdk_hints: process.sdkHints,
      listens: process.listens,
      environ: unreadable.includes('environment') ? 'unreadable' : null,
      connections: connections.map((one) => ({
        dst: endpointText(one),
        host: one.host,
        provider: one.provider,
        ...(one.peerPid === null ? {} : { local_peer_pid: one.peerPid }),
        basis: one.basis,
      })),
    }).filter(([, value]) => value !== null),
  );
}

function withoutNotes(connections: unknown): unknown {
  return JSON.parse(JSON.stringify(connections, (key, value: unknown) => (key === 'note' ? undefined : value)));
}

function providerOf(host: string): string | null {
  const at = address(host);
  const rule = at && hostRule(at, rules());
  return rule && !rule.shared ? rule.provider : null;
}
