import type { Inspection } from '../../model/document.ts';
import type { EvidenceOf } from '../../model/evidence.ts';
import type { Problem } from '../../model/problem.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { kindOf } from '../../sources/archive/kind.ts';
import { search } from '../../text/search.ts';
import type { Executor } from '../executor.ts';
import type { Inspected, InspectOptions } from '../inspect.ts';
import { type Pieces, piecesOf } from './pieces.ts';

/** A key as it was found in a text. */
export type Key = EvidenceOf<'key'>;

/** What was seen in a text that holds a key, or that could not be looked at. */
export interface Seen {
  readonly keys: readonly Key[];
  readonly inspections: readonly Inspection[];
  readonly problems: readonly Problem[];
}

/** What a search goes by. */
export interface SearchOptions {
  /** `null`: what holds a keyword is inspected in this thread, and what that takes is loaded only then. */
  readonly executor: Executor | null;
  readonly rules: RuleSet;
  readonly inspect: InspectOptions;
  readonly place: string;
}

/** Where a text stands among the versions of a file, which are handed over one after another. */
export interface Link {
  /** The same number for all versions of a file; 0 for a text that is a version of none. */
  readonly file: number;
  /** True where the next text is another version. */
  readonly goesOn: boolean;
}

const alone: Link = { file: 0, goesOn: false };

/** A version that the next one is held against. */
interface Version {
  readonly file: number;
  readonly bytes: Buffer;
  /** Keywords that stand in it, or in one of those before. */
  readonly hits: Set<number>;
  readonly holds: Promise<boolean>;
}

/** Objects over this many bytes are looked at here and not handed to another thread: each copy of them counts. */
const large = 8 << 20;
/** Bytes that may be on their way to be looked at. */
const mostWaiting = 32 << 20;

const no = Promise.resolve(false);

/**
 * Looks for keys in one text after another. The automaton goes over the bytes in this thread, as fast as git reads them;
 * only what holds a keyword of a key is inspected, and archives, whose bytes show nothing. Of a further version of a file only what has changed is looked at,
 * and what stands around it, unless there is a key in it or in the version before.
 */
export class KeySearch {
  readonly #options: SearchOptions;
  /** 1 for the ids of keywords that a key may stand behind. */
  readonly #telling: Uint8Array;
  readonly #waiting = new Set<Promise<unknown>>();
  #bytes = 0;
  #last: Version | null = null;
  #rooms: [Buffer, Buffer] = [Buffer.alloc(0), Buffer.alloc(0)];

  constructor(options: SearchOptions) {
    this.#options = options;
    const { keys, keywords } = options.rules;
    const words = new Set(keys.flatMap((rule) => rule.keywords));
    this.#telling = Uint8Array.from(keywords.words, (word) => (words.has(word) ? 1 : 0));
  }

  /** Searches bytes that may change afterwards. A promise asks to wait before more is handed over. */
  look(bytes: Buffer, path: string, take: (seen: Seen) => void, link: Link = alone): Promise<void> | void {
    const before = link.file > 0 && this.#last?.file === link.file ? this.#last : null;
    this.#last = null;
    if (bytes.length > large || this.#options.executor === null) return this.#lookHere(bytes, path, take);
    if (kindOf(bytes) !== null) {
      const copy = Buffer.from(bytes);
      return this.#wait(this.#whole(copy, path, take, this.#options.executor), copy.length);
    }
    const pieces = before && piecesOf(before.bytes, bytes);
    const hits = before && pieces ? before.hits : new Set<number>();
    const known = this.#count(hits);
    for (const { start, end } of pieces?.stretches ?? [{ start: 0, end: bytes.length }])
      search(this.#options.rules.keywords, bytes.subarray(start, end), hits);
    const now = this.#count(hits);
    if (now === 0) {
      if (link.goesOn) this.#last = { file: link.file, bytes: this.#copy(bytes), hits, holds: no };
      return;
    }

    const copy = Buffer.from(bytes);
    // A keyword that is new to the file may tell of what stood there before.
    const fresh = before && pieces && now === known ? { pieces, before, hits } : null;
    const holds = this.#inspect(copy, path, take, fresh);
    if (link.goesOn) this.#last = { file: link.file, bytes: copy, hits, holds };
    return this.#wait(holds, copy.length);
  }

  /** Waits until all that was handed over is looked at. */
  async finish(): Promise<void> {
    await Promise.all(this.#waiting);
  }

  #lookHere(bytes: Buffer, path: string, take: (seen: Seen) => void): Promise<void> | void {
    const hits = new Set<number>();
    search(this.#options.rules.keywords, bytes, hits);
    if (this.#count(hits) === 0 && kindOf(bytes) === null) return;
    return this.#whole(bytes, path, take, null).then(() => {});
  }

  /** Whether a text holds keys, and which. */
  async #inspect(
    bytes: Buffer,
    path: string,
    take: (seen: Seen) => void,
    fresh: { pieces: Pieces; before: Version; hits: ReadonlySet<number> } | null,
  ): Promise<boolean> {
    const { executor } = this.#options;
    if (fresh) {
      const { pieces, before, hits } = fresh;
      const changed = pieces.stretches.length > 0 && (await this.#run(pieces.joined(bytes), path, executor, [...hits]));
      const isSuspect = changed && (changed.keys.length > 0 || changed.problems.length > 0);
      if (!isSuspect && !(await before.holds)) return false;
    }
    return this.#whole(bytes, path, take, executor);
  }

  async #whole(bytes: Buffer, path: string, take: (seen: Seen) => void, executor: Executor | null): Promise<boolean> {
    const seen = await this.#run(bytes, path, executor);
    if (seen.keys.length + seen.problems.length > 0) take(seen);
    return seen.keys.length > 0;
  }

  async #run(bytes: Buffer, path: string, executor: Executor | null, hits: readonly number[] = []): Promise<Seen> {
    const { rules, inspect, place } = this.#options;
    const origin = { kind: 'file', path } as const;
    const blob = { kind: 'blob', place, origin, content: { kind: 'bytes', bytes }, hits } as const;
    const { found } = executor
      ? await executor.inspect([blob], 'keys')
      : await (await import('../executor.ts')).inspectBatch([blob], 'keys', rules, inspect);
    const inspections = found.flatMap(inspectionsOf);
    return {
      inspections,
      keys: inspections.flatMap(({ evidence }) => evidence).filter((one) => one.kind === 'key'),
      problems: found.flatMap(({ problem, inside }) => [...(problem ? [problem] : []), ...(inside?.problems ?? [])]),
    };
  }

  #count(hits: ReadonlySet<number>): number {
    let count = 0;
    for (const id of hits) count += this.#telling[id] ?? 0;
    return count;
  }

  #wait(work: Promise<unknown>, size: number): Promise<void> | void {
    this.#bytes += size;
    const done = work.finally(() => {
      this.#waiting.delete(done);
      this.#bytes -= size;
    });
    this.#waiting.add(done);
    if (this.#bytes > mostWaiting) return this.#room();
  }

  async #room(): Promise<void> {
    while (this.#bytes > mostWaiting) await Promise.race(this.#waiting);
  }

  /** Of two versions the one before stays as it is while the next is copied beside it. */
  #copy(bytes: Buffer): Buffer {
    const [older, newer] = this.#rooms;
    const room = older.length >= bytes.length ? older : Buffer.allocUnsafeSlow(Math.min(large, bytes.length * 2));
    this.#rooms = [newer, room];
    bytes.copy(room);
    return room.subarray(0, bytes.length);
  }
}

/** What was found in a text, or in the files of an archive. */
function inspectionsOf({ inspection, inside }: Inspected): readonly Inspection[] {
  return [...(inspection ? [inspection] : []), ...(inside?.inspections ?? [])];
}
