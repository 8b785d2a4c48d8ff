import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { ExitCode } from '../../src/cli/exit.ts';
import type { Io, Output } from '../../src/cli/io.ts';
import { run } from '../../src/cli/run.ts';

/** What a test may change of the world that a command sees. */
export interface World {
  /** The current folder, or the error of one that is gone. */
  readonly cwd?: string | Error;
  readonly env?: Io['env'];
  readonly stdin?: string | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
  readonly stdout?: Output;
  readonly stderr?: Output;
  readonly now?: () => Date;
}

/** What a command said on both streams, and its exit code. */
export interface Said {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in-process. */
export async function rollcall(argv: readonly string[], world: World = {}): Promise<Said> {
  const out = recorder();
  const err = recorder();
  const code = await run(argv, {
    stdin: typeof world.stdin === 'object' ? world.stdin : input(world.stdin ?? ''),
    stdout: world.stdout ?? out.stream,
    stderr: world.stderr ?? err.stream,
    env: world.env ?? {},
    cwd: () => current(world.cwd),
    now: world.now ?? (() => new Date('2026-06-01T12:00:00Z')),
    signal: world.signal ?? new AbortController().signal,
  });
  return { code, out: out.text(), err: err.text() };
}

function current(cwd: World['cwd']): string {
  if (cwd instanceof Error) throw cwd;
  return cwd ?? folder({});
}

/** A folder with these files, which is removed when the test ends. */
export function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'rollcall-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

/** A stream that keeps what is written to it. */
export function recorder(terminal: { isTTY?: boolean; columns?: number } = {}): { stream: Output; text(): string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, terminal), text: () => text };
}

/** A stream that fails with this code at every write. */
export function failing(code: string): Output {
  return new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error(code), { code }));
    },
  });
}

async function* input(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** The source of an agent that calls a model. */
export const caller = `import OpenAI from 'openai';
const client = new OpenAI();
await client.chat.completions.create({ model: 'gpt-4.1', messages: [] });
`;

/** A repository with one agent in it. */
export const desk = {
  'desk/package.json': '{ "name": "desk", "dependencies": { "openai": "^6.0.0" } }',
  'desk/main.js': caller,
} as const;
