import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A server that is one test file's own. */
export interface Server {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** A kind of server, and where its program is on this machine. */
export interface Kind {
  readonly name: string;
  /** `null` where it is not installed. */
  readonly program: string | null;
  readonly missing: string;
  start(program: string): Promise<Server>;
}

/** The databases that a queue may be in. */
export const kinds: readonly Kind[] = [
  {
    name: 'Redis',
    program: installed('redis-server') ?? installed('valkey-server'),
    missing: 'neither redis-server nor valkey-server is installed',
    start: startRedis,
  },
  {
    name: 'PostgreSQL',
    program: installed('initdb'),
    missing: 'the server of PostgreSQL (initdb, postgres) is not installed',
    start: startPostgres,
  },
];

function installed(program: string): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...versions.map((one) => join(debian, one, 'bin'))];
  return folders.map((folder) => join(folder, program)).find(existsSync) ?? null;
}

async function startRedis(program: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-redis-'));
  const port = await freePort();
  const args = ['--port', String(port), '--save', '', '--appendonly', 'no', '--bind', '127.0.0.1', '--dir', folder];
  const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  await said(server, 'eady to accept connections');
  return { url: `redis://127.0.0.1:${port}`, port, stop: () => end(server, 'SIGKILL', folder) };
}

async function startPostgres(initdb: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-postgres-'));
  const port = await freePort();
  const user = somebody();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const made = ['-D', data, '-U', 'rollcall', '--auth', 'trust', '--no-sync', '-E', 'UTF8', '--locale', 'C'];
  execFileSync(initdb, made, { ...user, cwd: folder, stdio: 'pipe' });

  const settings = [`unix_socket_directories=${folder}`, 'listen_addresses=127.0.0.1', 'fsync=off'].flatMap((one) => [
    '-c',
    one,
  ]);
  const program = initdb.replace(/initdb$/, 'postgres');
  const args = ['-D', data, '-p', String(port), ...settings];
  const server = spawn(program, args, { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  await said(server, 'ready to accept connections');
  // SIGQUIT: without waiting for anybody.
  return {
    url: `postgres://rollcall@127.0.0.1:${port}/postgres`,
    port,
    stop: () => end(server, 'SIGQUIT', folder),
  };
}

/** PostgreSQL does not run as root; then it runs as its own user, or as nobody. */
function somebody(): { readonly uid: number; readonly gid: number } | { readonly uid?: undefined } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = users.find((one) => one.startsWith('postgres:')) ?? users.find((one) => one.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? 'nobody:x:65534:65534').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}

async function said(server: ChildProcess, words: string): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (some: Buffer) => {
        text += some.toString();
        if (text.includes(words)) resolve();
      });
    server.on('error', reject);
    server.on('exit', () => reject(new Error(`the server ended: ${text}`)));
  });
}

async function end(server: ChildProcess, signal: NodeJS.Signals, folder: string): Promise<void> {
  const ended = once(server, 'exit');
  server.kill(signal);
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
