import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { RollcallError } from '../../model/error.ts';
import type { Problem } from '../../model/problem.ts';
import { folders, locate } from '../git/program.ts';
import { codeOf } from '../open.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { LogLines } from './following.ts';
import { countLines, wholeLines } from './lines.ts';

export interface JournalOptions {
  readonly place: string;
  /** Ends the following. */
  readonly signal: AbortSignal;
  /** Where it holds a cursor, the journal goes on behind it, whatever `since` says. */
  readonly checkpoint?: Checkpoint;
  /** As `journalctl --since` takes it: `2026-01-31 12:00`, `-1h`, `yesterday`. Without it, only what comes. */
  readonly since?: string;
  /** The program, absolute; else `journalctl` as the system has it. */
  readonly program?: string;
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** A longer line comes in parts. */
const mostBytes = 1 << 20;
/** A checkpoint is written after so many milliseconds, or so many bytes. */
const often = { milliseconds: 5000, bytes: 64 << 20 };
const mostSaid = 300;
const cursorKey = '"__CURSOR"';

/**
 * What comes to the journal of systemd, a line of JSON an entry, as {@link follow} gives that of files: an event has
 * been taken when the next is asked for. There is no journal without `journalctl`: that is a person's to mend.
 */
export async function* followJournal(options: JournalOptions): AsyncGenerator<LogLines | Problem> {
  const reader = new Journal(options);
  try {
    yield* reader.events();
  } finally {
    reader.close();
  }
}

/** What `journalctl` is asked, word by word: nothing of it passes through a shell. */
export function words({ checkpoint, since }: Pick<JournalOptions, 'checkpoint' | 'since'>): string[] {
  const cursor = checkpoint?.cursor ?? null;
  const common = ['--follow', '--output=json', '--all', '--no-pager', '--quiet'];
  if (cursor !== null) return [...common, '--no-tail', `--after-cursor=${cursor}`];
  return since === undefined ? [...common, '--lines=0'] : [...common, '--no-tail', `--since=${since}`];
}

class Journal {
  readonly #options: JournalOptions;
  readonly #child: Child;
  readonly #ended: Promise<string>;
  readonly #stop = () => this.#child.kill();
  readonly #timer: NodeJS.Timeout;
  #stand = { offset: 0, line: 1, isContinued: false };
  /** That of the last entry that was seen, and of the last that was taken. */
  #cursors: { seen: string | null; taken: string | null } = { seen: null, taken: null };
  #unsaved = 0;
  #isDue = false;
  #fault = '';

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#child = start(options);
    this.#ended = ending(this.#child);
    options.signal.addEventListener('abort', this.#stop);
    if (options.signal.aborted) this.#stop();
    this.#timer = setInterval(() => {
      this.#isDue = true;
    }, often.milliseconds).unref();
  }

  async *events(): AsyncGenerator<LogLines | Problem> {
    const { checkpoint, signal } = this.#options;
    if (checkpoint?.fault) yield this.#note(checkpoint.fault, false);
    for await (const piece of pieces(this.#child.stdout)) {
      if (signal.aborted) break;
      yield this.#lines(piece);
      this.#take(piece);
      if (this.#isDue || this.#unsaved >= often.bytes) yield* this.#save();
    }
    yield* this.#save();
    if (!signal.aborted) yield this.#note(`journalctl ended (${await this.#ended}): what came since is missing.`, true);
  }

  close(): void {
    const { checkpoint, signal } = this.#options;
    clearInterval(this.#timer);
    signal.removeEventListener('abort', this.#stop);
    this.#stop();
    const { taken: cursor } = this.#cursors;
    if (this.#unsaved > 0 && cursor !== null) checkpoint?.save({ cursor });
  }

  #lines({ bytes: chunk, continues }: Part): LogLines {
    const at = chunk.lastIndexOf(cursorKey);
    // In a text the quotes would bear a backslash.
    const [, cursor] = at < 0 ? [] : (/^\s*:\s*"([\w=;:.-]{1,1000})"/.exec(after(chunk, at)) ?? []);
    if (cursor !== undefined) this.#cursors.seen = cursor;
    return { kind: 'lines', path: 'journal', identity: 'journal', chunk, ...this.#stand, continues };
  }

  #take({ bytes, continues }: Part): void {
    const { offset, line } = this.#stand;
    this.#stand = { offset: offset + bytes.length, line: line + countLines(bytes), isContinued: continues };
    if (!continues) this.#cursors.taken = this.#cursors.seen;
    this.#unsaved += bytes.length;
  }

  *#save(): Generator<Problem> {
    const { taken: cursor } = this.#cursors;
    this.#isDue = false;
    this.#unsaved = 0;
    const fault = cursor === null ? '' : (this.#options.checkpoint?.save({ cursor }) ?? '');
    const isNew = fault !== '' && fault !== this.#fault;
    this.#fault = fault;
    if (isNew) yield this.#note(`The checkpoint was not written: ${fault}.`, false);
  }

  #note(message: string, incomplete: boolean): Problem {
    return { kind: 'problem', place: this.#options.place, file: 'journal', reason: 'unreadable', message, incomplete };
  }
}

/** Whole lines, or a part of one that is too long. */
interface Part {
  readonly bytes: Buffer;
  readonly continues: boolean;
}

async function* pieces(stream: Readable): AsyncGenerator<Part> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = wholeLines(rest, false);
    if (whole > 0) yield { bytes: rest.subarray(0, whole), continues: false };
    rest = rest.subarray(whole);
    if (rest.length < mostBytes) continue;
    yield { bytes: rest, continues: true };
    rest = rest.subarray(rest.length);
  }
}

/** It inherits nothing of this process. */
function start(options: JournalOptions): Child {
  const path = options.program ?? locate('journalctl');
  if (path === undefined) {
    throw new RollcallError('target', 'journalctl is not installed, and the journal is read through it', {
      hint: `It is looked for in ${folders.join(', ')}.`,
    });
  }
  const env = { PATH: folders.join(':'), HOME: '/nonexistent', LC_ALL: 'C', SYSTEMD_COLORS: '0', SYSTEMD_PAGER: '' };
  return spawn(path, words(options), { cwd: '/', env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** How it came to its end, for people. */
function ending(child: Child): Promise<string> {
  let said = '';
  child.stderr.setEncoding('latin1').on('data', (part: string) => {
    said = (said + part).slice(0, mostSaid);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(codeOf(error)));
    child.on('close', (code, signal) => {
      const [first = ''] = said.split('\n');
      resolve(first.replace(/[^\x20-\x7e]/g, '?') || `status ${code ?? signal}`);
    });
  });
}

function after(chunk: Buffer, at: number): string {
  return chunk.toString('latin1', at + cursorKey.length, at + cursorKey.length + 1100);
}
