import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HostReading, RunningProcess } from '../../../src/model/process.ts';
import { readHost } from '../../../src/sources/host/host.ts';
import { keyPrint } from '../../../src/text/fingerprint.ts';
import { openaiKey } from '../../key.ts';
import { home, rules } from '../../world.ts';
import { makeTree } from '../tree.ts';

const isLinux = existsSync('/proc/self/stat');
const isRoot = process.geteuid?.() === 0;
const nobody = 65_534;

/** Programs that connect to the port they are told of, and stay. */
const programs = {
  'agent.js': "require('net').connect(Number(process.env.PORT), '127.0.0.1').on('error', () => {});",
  'agent.py': `
import os, socket, time
line = socket.create_connection(('127.0.0.1', int(os.environ['PORT'])))
time.sleep(60)
`,
};

describe.skipIf(!isLinux)('the /proc of this machine', () => {
  test.each([
    ['Node', 'node', 'agent.js'],
    ['Python', 'python3', 'agent.py'],
  ])('shows a program of %s with its folder, its script, its key and its connection', async (_, program, script) => {
    const folder = makeTree(programs);
    const port = await standIn(1);
    const key = openaiKey(program);
    const child = start(program, [script, '--token', 'must-not-be-seen'], {
      cwd: folder,
      env: { OPENAI_API_KEY: key, PORT: `${port.number}` },
    });
    await port.connected;

    const reading = read();
    const found = reading.processes.find(({ cwd, keys }) => cwd === folder && keys.length > 0);
    expect(found).toMatchObject({ script, uid: process.getuid?.(), unreadable: [], isShell: false });
    expect(found?.keys).toEqual([
      { name: 'OPENAI_API_KEY', provider: 'openai', fingerprint: keyPrint(key, 'test'), from: 'environment' },
    ]);
    expect(basename(found?.exe ?? '')).toMatch(/^(?:node|python)/);
    expect(Math.abs((found?.startedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(found?.arguments).toContain('--token');
    const peers = reading.sockets.filter(({ pids }) => pids.includes(found?.pid ?? 0)).map(({ peer }) => peer);
    expect(peers).toContainEqual({ address: '127.0.0.1', port: port.number });
    const text = JSON.stringify(reading);
    expect(text).not.toContain('must-not-be-seen');
    expect(text).not.toContain(key.slice(8, 28));
    child.kill();
  });

  test('does not show who reads it, nor threads of the kernel', () => {
    const { processes, isLive } = read();
    expect(isLive).toBe(true);
    expect(processes.map(({ pid }) => pid)).not.toContain(process.pid);
    expect(processes.filter(({ parent }) => parent === 2 && isRoot).filter(({ exe }) => exe === null)).toEqual([]);
  });

  test('shows nothing of a program that has ended', async () => {
    const child = start(process.execPath, ['-e', ''], {});
    await once(child, 'exit');
    expect(read().processes.map(({ pid }) => pid)).not.toContain(child.pid);
  });

  test('says to another user what that one could not see', async () => {
    const port = await standIn(1);
    const folder = makeTree(programs);
    const env = { OPENAI_API_KEY: openaiKey('other'), PORT: `${port.number}` };
    start('python3', ['agent.py'], { cwd: folder, env });
    await port.connected;

    const { processes, problems, keys } = isRoot ? readAs(nobody) : summary(read());
    const other = processes.find(({ script, uid }) => script === 'agent.py' && uid === process.getuid?.());
    // Whoever is not root and runs the tests sees what is its own.
    if (isRoot) expect(other?.unreadable).toEqual(expect.arrayContaining(['environment', 'cwd', 'exe', 'files']));
    if (isRoot) expect(keys).toBe(0);
    expect(problems.join('\n')).toMatch(
      /The environment, .* of \d+ of \d+ processes could not be read: run as root to see them\./,
    );
  });
});

function read(): HostReading {
  return readHost('/proc', { rules: rules(), salt: 'test', place: 'host' });
}

interface Summary {
  readonly processes: readonly Pick<RunningProcess, 'script' | 'uid' | 'unreadable'>[];
  readonly problems: readonly string[];
  readonly keys: number;
}

function summary({ processes, problems }: HostReading): Summary {
  return {
    processes,
    problems: problems.map(({ message }) => message),
    keys: processes.flatMap(({ keys }) => keys).length,
  };
}

/** Reads as somebody else does: with what was built, for a program of its own. */
function readAs(uid: number): Summary {
  const url = (path: string) => JSON.stringify(pathToFileURL(join(home, 'dist', path)).href);
  const code = `
    const { readHost } = await import(${url('sources/host/host.js')});
    const { loadCompiled } = await import(${url('ruleset/load.js')});
    const { processes, problems } = readHost('/proc', { rules: loadCompiled(), salt: 'test', place: 'host' });
    const keys = processes.flatMap(({ keys }) => keys).length;
    console.log(JSON.stringify({ processes, problems: problems.map(({ message }) => message), keys }));
  `;
  const options = { uid, gid: uid, cwd: '/', env: {}, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code], options));
}

/** Stands in for a vendor on this machine. */
async function standIn(clients: number): Promise<{ readonly number: number; readonly connected: Promise<unknown> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  let left = clients;
  const connected = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      socket.on('error', () => {});
      if (--left === 0) resolve();
    });
  });
  onTestFinished(() => void server.close());
  // A server that listens on a port has the address of one.
  return { number: (server.address() as AddressInfo).port, connected };
}

function start(
  program: string,
  words: readonly string[],
  { cwd, env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> },
): ChildProcess {
  const { PATH } = process.env;
  const child = spawn(program, words, { ...(cwd ? { cwd } : {}), env: { PATH, ...env }, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
