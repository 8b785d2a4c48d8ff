import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { get, others, providers, type Sent } from './requests.ts';
import { needs, pathOf, type Squid, squid } from './servers.ts';
import { Watching } from './watching.ts';

/**
 * `rollcall watch` on the log of a real Squid that is rotated while it writes: by logrotate, and by Squid itself. Requests
 * are made one a caller at a time, eight callers at once.
 */
const hosts = [...Object.keys(providers).filter((host) => host !== 'api.groq.com'), ...others.slice(0, 6)];
const second = 1000;

describe('watch, while Squid writes 10,000 requests', () => {
  test('and logrotate moves its log away three times: none is lost, none comes twice', { timeout: 300_000 }, async ({
    skip,
  }) => {
    needs(skip, 'squid', 'logrotate');
    const server = await squid();
    const watching = new Watching([server.access, '--from-start'], { cwd: server.folder });
    await awake(watching, server);

    const sent = requests(10_000);
    await made(
      server,
      sent,
      thrice(sent.length, () => logrotate(server, moved(server))),
    );
    await drained(watching, server);
    await exact(watching, server, sent, 'logrotate create');
  });

  test('and Squid puts its log away itself: none is lost, none comes twice', { timeout: 120_000 }, async ({ skip }) => {
    needs(skip, 'squid');
    const server = await squid({ kept: 4 });
    const watching = new Watching([server.access, '--from-start'], { cwd: server.folder });
    await awake(watching, server);

    const sent = requests(3000);
    await made(
      server,
      sent,
      thrice(sent.length, () => ran([...server.tell, 'rotate'])),
    );
    await drained(watching, server);
    expect(
      readdirSync(server.folder)
        .filter((name) => name.startsWith('access.log'))
        .toSorted(),
    ).toEqual(['access.log', 'access.log.0', 'access.log.1', 'access.log.2']);
    await exact(watching, server, sent, 'squid -k rotate');
  });

  test('and stops and goes on with a checkpoint: none is lost, none comes twice', { timeout: 120_000 }, async ({
    skip,
  }) => {
    needs(skip, 'squid', 'logrotate');
    const server = await squid();
    const args = [server.access, '--from-start', '--checkpoint', join(server.folder, 'seen')];
    const first = new Watching(args, { cwd: server.folder });
    await awake(first, server);
    const sent = requests(3000);
    const making = made(
      server,
      sent,
      thrice(sent.length, () => logrotate(server, moved(server))),
    );
    // It is stopped in the midst of it, and the log is put away meanwhile.
    await first.tells(() => first.told.length > 20);
    const stopped = await first.interrupt();
    await making;
    const again = new Watching(args, { cwd: server.folder });
    await drained(again, server);
    const ended = await again.interrupt();

    expect([...first.problems(), ...again.problems()]).toEqual([]);
    expect([...first.callers(), ...again.callers()].toSorted()).toEqual(callersOf([...sent, lastCaller]));
    expect(first.callers().length).toBeLessThan(callersOf(sent).length);
    expect(Number(stopped.summary.events) + Number(ended.summary.events)).toBe(callsIn(sent) + 2);
    expect(Number(stopped.summary.lines) + Number(ended.summary.lines)).toBe(linesOf(server).length);
    expect(stopped.took).toBeLessThan(2 * second);
  });
});

test('watch, while logrotate copies the log and cuts it back: it says so, and loses no more than the copies did', {
  timeout: 120_000,
}, async ({ skip }) => {
  needs(skip, 'squid', 'logrotate');
  const server = await squid();
  const watching = new Watching([server.access, '--from-start'], { cwd: server.folder });
  await awake(watching, server);
  const sent = requests(3000);
  await made(
    server,
    sent,
    thrice(sent.length, () => logrotate(server, ['copytruncate'])),
  );
  await drained(watching, server);
  const { summary } = await watching.interrupt();

  const events = Number(summary.events);
  const kept = linesOf(server).filter(isCall).length;
  console.info(`copytruncate: ${callsIn(sent) + 2} calls, ${kept} kept by logrotate, ${events} seen by the watch`);
  expect(events).toBeGreaterThanOrEqual(kept);
  expect(events).toBeLessThanOrEqual(callsIn(sent) + 2);
  expect(watching.problems()).toHaveLength(3);
  expect(new Set(watching.callers()).size).toBe(watching.callers().length);
});

/** Requests of many callers: each of them calls hosts of providers and others, and new ones come to the end. */
function requests(count: number): Sent[] {
  return Array.from({ length: count }, (_, at) => ({
    from: `127.${10 + (at % 8)}.${Math.floor(at / 800)}.${1 + (Math.floor(at / 8) % 20)}`,
    host: hosts[(at * 7 + Math.floor(at / 160)) % hosts.length] ?? '',
    deed: 'get',
    path: '/healthz',
  }));
}

const firstCaller: Sent = { from: '127.9.9.9', host: 'api.openai.com', deed: 'get' };
const lastCaller: Sent = { ...firstCaller, from: '127.9.9.10' };

/** Waits until the watch runs: it has told of a first caller. */
async function awake(watching: Watching, { port }: Squid): Promise<void> {
  await get(port, firstCaller);
  const isAwake = await watching.tells(({ kind }) => kind === 'caller', 60_000);
  if (!isAwake) throw new Error(`the watch told of nobody: ${watching.said}`);
  watching.told.length = 0;
}

/** Waits until the watch has read all: it has told of a caller who comes last. */
async function drained(watching: Watching, { port }: Squid): Promise<void> {
  await get(port, lastCaller);
  const isLast = await watching.tells(({ caller }) => caller?.key === `ip:${lastCaller.from}`);
  if (!isLast) throw new Error(`the watch is not at the end: ${watching.said}`);
}

interface Turn {
  /** After how many requests. */
  readonly at: number;
  readonly turn: () => Promise<void>;
}

/** Makes the requests, eight at once, and rotates the log while it does. */
async function made({ port }: Squid, sent: readonly Sent[], turns: readonly Turn[]): Promise<void> {
  let next = 0;
  const rotations: Promise<void>[] = [];
  const worker = async (): Promise<void> => {
    for (let one = sent[next]; one; one = sent[next]) {
      next++;
      for (const { at, turn } of turns) if (at === next) rotations.push(turn());
      await get(port, one);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  await Promise.all(rotations);
}

/** The same turn at three places of so many requests. */
function thrice(count: number, turn: () => Promise<void>): Turn[] {
  return [1, 2, 3].map((quarter) => ({ at: (count / 4) * quarter, turn }));
}

/** Rotates the log by logrotate, with a state and a configuration of its own. */
async function logrotate({ folder, access }: Squid, how: readonly string[]): Promise<void> {
  const [config, state] = [join(folder, 'logrotate.conf'), join(folder, 'logrotate.state')];
  writeFileSync(config, [`${access} {`, 'rotate 9', ...how, '}', ''].join('\n'), { mode: 0o644 });
  await ran([pathOf('logrotate') ?? '', '--force', '--state', state, config]);
}

/** What Debian's package has logrotate do with Squid's log. */
function moved({ tell }: Squid): string[] {
  return ['create', 'postrotate', `${tell.join(' ')} rotate`, 'endscript'];
}

async function ran([program = '', ...args]: readonly string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'close');
  expect(`${said}${code}`).toBe('0');
}

/** All lines of the log, in whatever file they stand by now. */
function linesOf({ folder, access }: Squid): string[] {
  const files = readdirSync(folder).filter((name) => name.startsWith(basename(access)));
  return files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));
}

/** How many of the requests go to a provider: the others are lines of the log, and no calls. */
function callsIn(sent: readonly Sent[]): number {
  return sent.filter(({ host }) => host in providers).length;
}

function isCall(line: string): boolean {
  return Object.keys(providers).some((host) => line.includes(` GET http://${host}/`));
}

/** Whom the watch has to tell of: each caller and host of a provider once. */
function callersOf(sent: readonly Sent[]): string[] {
  const named = sent.filter(({ host }) => host in providers).map(({ from, host }) => `ip:${from} ${host}`);
  return [...new Set(named)].toSorted();
}

/** All that was written was read once, and everybody was told of within a second. */
async function exact(watching: Watching, server: Squid, sent: readonly Sent[], what: string): Promise<void> {
  const delays = watching.delays();
  const { summary, took } = await watching.interrupt();
  const slowest = Math.max(...delays);
  console.info(
    `${what}: ${sent.length} requests, ${delays.length} callers told of, the slowest after ${slowest} ms; end after ${took} ms`,
  );
  expect(watching.problems()).toEqual([]);
  expect(watching.callers().toSorted()).toEqual(callersOf([...sent, lastCaller]));
  expect({ lines: summary.lines, events: summary.events }).toEqual({
    lines: linesOf(server).length,
    events: callsIn(sent) + 2, // the first caller and the last
  });
  expect(slowest).toBeLessThan(second);
  expect(took).toBeLessThan(2 * second);
}
