import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Problem } from '../../../src/model/problem.ts';
import { Checkpoint } from '../../../src/sources/log/checkpoint.ts';
import type { LogLines } from '../../../src/sources/log/following.ts';
import { followJournal, type JournalOptions, words } from '../../../src/sources/log/journal.ts';
import { makeTree } from '../tree.ts';

/** A stand-in for journalctl that writes what it is told to, and says in a file how it was started. */
function makeProgram(script: string): { root: string; program: string } {
  const root = makeTree();
  const program = join(root, 'journalctl');
  const text = `#!/bin/sh\nenv > ${root}/env; for word in "$@"; do echo "$word"; done > ${root}/words\n${script}\n`;
  return { root: makeExecutable(root, program, text), program };
}

function makeExecutable(root: string, path: string, text: string): string {
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return root;
}

function entry(number: number, message = 'hello'): string {
  return JSON.stringify({ __CURSOR: `s=ab;i=${number}`, MESSAGE: message });
}

async function read(options: Omit<JournalOptions, 'place' | 'signal'>, most: number): Promise<(LogLines | Problem)[]> {
  const end = new AbortController();
  const events: (LogLines | Problem)[] = [];
  let count = 0;
  for await (const event of followJournal({ place: 'logs', signal: end.signal, ...options })) {
    events.push(event.kind === 'lines' ? { ...event, chunk: Buffer.from(event.chunk) } : event);
    if (event.kind === 'lines') count += event.chunk.toString().split('\n').length - 1;
    if (count >= most) end.abort();
  }
  return events;
}

const texts = (events: readonly (LogLines | Problem)[]) =>
  events.map((event) => (event.kind === 'lines' ? event.chunk.toString() : event.message)).join('');

test('entries come line by line, and the next run begins behind the last', async () => {
  const { root, program } = makeProgram(`echo '${entry(1)}'; printf '${entry(2).slice(0, 9)}'; sleep 0.2
echo '${entry(2).slice(9)}'; echo '${entry(3, 'a text with "__CURSOR":"s=no"').replaceAll("'", '')}'; exec sleep 60`);
  const checkpoint = new Checkpoint(join(root, 'state'));
  const events = await read({ program, checkpoint }, 3);
  expect(
    texts(events)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).__CURSOR),
  ).toEqual(['s=ab;i=1', 's=ab;i=2', 's=ab;i=3']);
  expect(events[1]).toMatchObject({ kind: 'lines', path: 'journal', line: 2, isContinued: false });
  const next = new Checkpoint(join(root, 'state'));
  expect(next.cursor).toBe('s=ab;i=3');
  expect(words({ checkpoint: next, since: '-1h' })).toContain('--after-cursor=s=ab;i=3');
  expect(words({ checkpoint: next, since: '-1h' })).not.toContain('--since=-1h');
});

test('it is started with words, never through a shell, and inherits nothing', async () => {
  const { root, program } = makeProgram(`echo '${entry(1)}'; exec sleep 60`);
  await read({ program, since: '$(touch /tmp/no); --vacuum-size=1' }, 1);
  expect(readFileSync(join(root, 'words'), 'utf8').split('\n')).toContain('--since=$(touch /tmp/no); --vacuum-size=1');
  const names = readFileSync(join(root, 'env'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/=.*/, ''));
  expect(names.filter((name) => !/^(?:PATH|HOME|LC_ALL|SYSTEMD_\w+|PWD|OLDPWD|SHLVL|_|)$/.test(name))).toEqual([]);
});

test('without a time only what comes is read', () => {
  expect(words({})).toContain('--lines=0');
  expect(words({ since: 'yesterday' })).toContain('--no-tail');
});

test('that it ended by itself is a problem, with what it said', async () => {
  const { program } = makeProgram(`echo '${entry(1)}'; echo 'No journal files were found.' >&2; exit 1`);
  const [lines, problem] = await read({ program }, 9);
  expect(lines?.kind).toBe('lines');
  expect(problem).toMatchObject({
    kind: 'problem',
    incomplete: true,
    message: expect.stringContaining('No journal files'),
  });
  const [missing] = await read({ program: '/nonexistent/journalctl' }, 1);
  expect(missing).toMatchObject({ kind: 'problem', incomplete: true, message: expect.stringContaining('ENOENT') });
});

test('an entry of megabytes comes in parts', async () => {
  const { root, program } = makeProgram(`cat ${'$'}(dirname $0)/long; exec sleep 60`);
  writeFileSync(join(root, 'long'), `${entry(1, 'x'.repeat(2_500_000))}\n${entry(2)}\n`);
  const checkpoint = new Checkpoint(join(root, 'state'));
  const events = await read({ program, checkpoint }, 2);
  expect(texts(events)).toBe(readFileSync(join(root, 'long'), 'utf8'));
  expect(events.some((event) => event.kind === 'lines' && event.continues)).toBe(true);
  expect(checkpoint.cursor).toBe('s=ab;i=2');
});
