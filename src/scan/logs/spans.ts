import type { LogRules } from '../../model/network.ts';
import type { Problem } from '../../model/problem.ts';
import type { FoundLog } from '../../model/source.ts';
import { logChunks } from '../../sources/log/chunks.ts';
import { closePlain, lineEnd, type OpenLog, openPlain, piece, piecesOf } from '../../sources/log/spans.ts';
import { type CrewOptions, SeekCrew, usualCrew } from './crew.ts';
import type { LogReading } from './read-log.ts';

/** Opens logs that are long enough for other threads to be of use. The threads are started with the first of them. */
export class SpannedLogs {
  readonly #jobs: number;
  readonly #rules: LogRules;
  readonly #signal: AbortSignal;
  readonly #options: CrewOptions;
  #crew: SeekCrew | null = null;

  /** `jobs`: threads, this one among them; 1: none. */
  constructor(jobs: number, rules: LogRules, signal: AbortSignal, options: CrewOptions = usualCrew) {
    this.#jobs = jobs;
    this.#rules = rules;
    this.#signal = signal;
    this.#options = options;
  }

  /** A log as it is read by spans, to be closed; `null` for one that is packed, or no file, or soon read. */
  async open(log: FoundLog): Promise<SpannedLog | null> {
    if (this.#jobs < 2) return null;
    const path = log.input();
    const isPath = typeof path === 'string' || Buffer.isBuffer(path);
    const file = isPath ? openPlain(path, this.#options.least) : null;
    if (!isPath || !file) return null;
    this.#crew ??= new SeekCrew(this.#jobs, this.#rules, this.#options);
    await this.#crew.started();
    return new SpannedLog({ ...log, path, open: file }, this.#crew, this.#signal);
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    await this.#crew?.close();
  }
}

/** A log, where it is, and as it was opened. */
type Opened = Pick<FoundLog, 'place' | 'file'> & { readonly path: string | Buffer; readonly open: OpenLog };

/** A log in which a crew looks for lines that are decoded here: the outcome is that of reading it piece by piece. */
export class SpannedLog {
  readonly #log: Opened;
  readonly #crew: SeekCrew;
  readonly #signal: AbortSignal;

  constructor(log: Opened, crew: SeekCrew, signal: AbortSignal) {
    this.#log = log;
    this.#crew = crew;
    this.#signal = signal;
  }

  /** Reads all that stands behind its first bytes into a reading that has taken those. */
  async readInto(reading: LogReading, taken: number): Promise<readonly Problem[]> {
    const { place, file, path, open } = this.#log;
    const start = await this.#found(reading, taken);
    const problems: Problem[] = [];
    if (start >= open.size) return problems;
    // What no thread could read, or nobody may read any more: why, is told here.
    for await (const chunk of logChunks({ place, file, from: path }, { start, signal: this.#signal })) {
      if (Buffer.isBuffer(chunk)) reading.take(chunk);
      else problems.push(chunk);
    }
    return problems;
  }

  close(): void {
    closePlain(this.#log.open);
  }

  /** Up to where threads found what there is. */
  async #found(reading: LogReading, taken: number): Promise<number> {
    const { open } = this.#log;
    const words = reading.looksFor;
    const start = lineEnd(open, taken);
    if (words === null || start === null) return taken;
    let at = taken;
    for (const bytes of piecesOf(open.descriptor, { from: taken, to: start }, Buffer.alloc(piece))) {
      if (bytes === null) return at;
      reading.take(bytes);
      at += bytes.length;
    }
    for await (const found of this.#crew.find(open, start, words)) {
      reading.found(found);
      at = found.to;
      if (this.#signal.aborted) break;
    }
    return at;
  }
}
