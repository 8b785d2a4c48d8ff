import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Where distributions keep servers, beside PATH. */
const places = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/sbin'];

/** Skips the test, and says so, where a program or a file of its package is not here. */
export function needs(skip: (why: string) => void, ...names: readonly string[]): void {
  const missing = names.filter((name) => pathOf(name) === null);
  if (missing.length === 0) return;
  const why = `not here: ${missing.join(', ')} (Debian: apt-get install squid nginx libnginx-mod-stream dnsmasq logrotate)`;
  console.info(why);
  skip(why);
}

/** Absolute path of a program; `null` where there is none. */
export function pathOf(name: string): string | null {
  const found = name.startsWith('/') ? [name] : places.map((place) => join(place, name));
  return found.find((path) => existsSync(path)) ?? null;
}

/** A folder that is removed when the test ends; a server that gives up root may write in it. */
export function folderFor(user: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-servers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o755);
  if (process.getuid?.() === 0) chownSync(folder, numberOf(user, '-u'), numberOf(user, '-g'));
  return folder;
}

function numberOf(user: string, which: '-u' | '-g'): number {
  return Number(spawnSync('id', [which, user], { encoding: 'utf8' }).stdout);
}

/** A port of this machine that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createTcpServer();
  const port = await listening(server, '127.0.0.1');
  server.close();
  return port;
}

/** A program that runs until the test ends. */
export function started(name: string, args: readonly string[]): ChildProcess {
  const child = spawn(pathOf(name) ?? name, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(child, 'exit');
  onTestFinished(async ({ task }) => {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null)
      await Promise.race([ended, pause(5000).then(() => child.kill('SIGKILL'))]);
    if (task.result?.state === 'fail' && said !== '') console.info(`${name}: ${said.slice(-2000)}`);
  });
  return child;
}

/** Waits until something listens at a port. */
export async function listens(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise((resolve) =>
      socket.on('connect', () => resolve(true)).on('error', () => resolve(false)),
    );
    socket.destroy();
    if (isOpen) return;
    await pause(50);
  }
  throw new Error(`nothing listens at ${port}`);
}

/**
 * What stands in for every provider and every other host: it answers requests, and takes tunnels to whatever name, as a
 * parent of a proxy does. No name is ever looked up.
 */
export async function standIn(): Promise<number> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[]}');
  });
  server.on('connect', (_: IncomingMessage, socket: Socket) => {
    socket.on('error', () => {});
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.on('data', (data) => socket.end(data));
  });
  return await held(server);
}

/** What takes any connection, and ends it once something has come. */
export async function sink(): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end());
  });
  return await held(server);
}

async function held(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return await listening(server, '127.0.0.1');
}

async function listening(server: Server, host: string): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // it listens on a port
}

/** A proxy that runs. */
export interface Squid {
  readonly folder: string;
  readonly port: number;
  /** The port at which users have to say who they are. */
  readonly namedPort: number;
  readonly access: string;
  readonly combined: string;
  /** `squid -k`, which a word such as `rotate` follows. */
  readonly tell: readonly string[];
}

const fakeAuth = '/usr/lib/squid/basic_fake_auth';

/** Starts Squid: all it fetches it fetches of the stand-in, and it refuses `api.groq.com`. `kept`: how many old logs it keeps by itself. */
export async function squid({ kept = 0 } = {}): Promise<Squid> {
  const folder = folderFor('proxy');
  const [port, namedPort, parent] = [await freePort(), await freePort(), await standIn()];
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('hosts'), '127.0.0.1 localhost\n');
  const hasUsers = existsSync(fakeAuth);
  const config = [
    `http_port 127.0.0.1:${port}`,
    `http_port 127.0.0.1:${namedPort}`,
    `pid_filename ${at('squid.pid')}`,
    `cache_log ${at('cache.log')}`,
    `access_log stdio:${at('access.log')} squid`,
    `access_log stdio:${at('combined.log')} combined`,
    `hosts_file ${at('hosts')}`,
    'dns_nameservers 127.0.0.1',
    'visible_hostname localhost',
    'cache deny all',
    'pinger_enable off',
    'netdb_filename none',
    'shutdown_lifetime 0 seconds',
    `logfile_rotate ${kept}`,
    `cache_peer 127.0.0.1 parent ${parent} 0 no-query no-digest no-netdb-exchange name=parent`,
    'never_direct allow all',
    'acl refused dstdomain api.groq.com',
    ...(hasUsers ? [`auth_param basic program ${fakeAuth}`, 'acl named proxy_auth REQUIRED'] : []),
    `acl atNamed localport ${namedPort}`,
    hasUsers ? 'http_access deny atNamed !named' : 'http_access deny atNamed',
    'http_access deny refused',
    'http_access allow all',
  ];
  writeFileSync(at('squid.conf'), `${config.join('\n')}\n`);
  const name = `rc${port}`;
  started('squid', ['-N', '-n', name, '-f', at('squid.conf')]);
  await listens(port);
  const tell = [pathOf('squid') ?? 'squid', '-n', name, '-f', at('squid.conf'), '-k'];
  return { folder, port, namedPort, access: at('access.log'), combined: at('combined.log'), tell };
}

/** True where this Squid can be told by whom it is asked. */
export function hasUsers(): boolean {
  return existsSync(fakeAuth);
}

/** Servers of nginx: a gateway to providers, and one that passes TLS on by the name in its greeting. */
export interface Nginx {
  readonly port: number;
  readonly tlsPort: number;
  /** In JSON, with where each request was sent to. */
  readonly json: string;
  readonly combined: string;
  readonly stream: string;
}

const streamModule = ['/usr/lib/nginx/modules/ngx_stream_module.so', '/usr/share/nginx/modules/ngx_stream_module.so'];

/** Starts nginx before the stand-in: `/HOST/…` is passed on to that host, which is a name of the stand-in. */
export async function nginx(hosts: readonly string[]): Promise<Nginx> {
  const folder = folderFor('nobody');
  const [port, tlsPort, behind, end] = [await freePort(), await freePort(), await standIn(), await sink()];
  const at = (name: string): string => join(folder, name);
  const module = streamModule.find((path) => existsSync(path));
  const upstreams = hosts.map((host) => `upstream ${host} { server 127.0.0.1:${behind}; }`);
  const locations = hosts.map((host) => `location /${host}/ { proxy_pass http://${host}/; }`);
  const temps = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${at(one)};`);
  const fields = ['time_iso8601', 'remote_addr', 'host', 'request', 'status', 'body_bytes_sent', 'proxy_host'];
  const json = [...fields, 'http_user_agent', 'http_referer'].map((name) => `"${name}":"$${name}"`).join(',');
  const config = `
    ${module ? `load_module ${module};` : ''}
    daemon off; worker_processes 1; pid ${at('nginx.pid')}; error_log ${at('error.log')};
    events { worker_connections 256; }
    http {
      ${temps.join(' ')}
      log_format told escape=json '{${json}}';
      ${upstreams.join('\n')}
      server {
        listen 127.0.0.1:${port}; server_name gateway.corp.example;
        access_log ${at('access.json')} told; access_log ${at('access.log')} combined;
        ${locations.join('\n')}
        location / { return 404; }
      }
    }
    ${module ? streamOf(tlsPort, end, at('stream.log')) : ''}`;
  writeFileSync(at('nginx.conf'), config);
  started('nginx', ['-c', at('nginx.conf'), '-p', folder, '-e', at('error.log')]);
  await listens(port);
  return { port, tlsPort, json: at('access.json'), combined: at('access.log'), stream: at('stream.log') };
}

/** nginx's documented layout, and the name and the upstream behind it. */
function streamOf(port: number, end: number, log: string): string {
  return `stream {
    log_format named '$remote_addr [$time_iso8601] $protocol $status $bytes_sent $bytes_received $session_time "$ssl_preread_server_name" "$upstream_addr"';
    server { listen 127.0.0.1:${port}; ssl_preread on; proxy_pass 127.0.0.1:${end}; access_log ${log} named; }
  }`;
}

/** True where nginx can look into TLS. */
export function hasStream(): boolean {
  return streamModule.some((path) => existsSync(path));
}

/** Starts dnsmasq, which knows these names and asks nobody. */
export async function dnsmasq(hosts: readonly string[]): Promise<{ readonly port: number; readonly log: string }> {
  const folder = folderFor('nobody');
  const [port, log] = [await freePort(), join(folder, 'dnsmasq.log')];
  const own = [
    '--no-resolv',
    '--no-hosts',
    '--no-daemon',
    '--conf-file=/dev/null',
    `--pid-file=${join(folder, 'pid')}`,
  ];
  const where = ['--listen-address=127.0.0.1', '--bind-interfaces', `--port=${port}`];
  const names = hosts.map((host) => `--address=/${host}/127.0.0.1`);
  started('dnsmasq', [...own, ...where, ...names, '--log-queries', `--log-facility=${log}`, '--cache-size=0']);
  for (let tries = 0; tries < 100 && !(existsSync(log) && readFileSync(log, 'utf8').includes('started')); tries++)
    await pause(50);
  await listens(port);
  return { port, log };
}
