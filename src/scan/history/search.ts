import type { Inspection } from '../../model/document.ts';
import type { EvidenceOf } from '../../model/evidence.ts';
import type { Problem } from '../../model/problem.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { kindOf, sealedAs } from '../../sources/archive/kind.ts';
import { search } from '../../text/search.ts';
import type { Executor } from '../executor.ts';
import type { Inspected, InspectOptions } from '../inspect.ts';
import type { Pieces } from './pieces.ts';

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

/** What is known of a text that was looked at, for one that is a change of it. */
export interface Version {
  /** Keywords that stand in it, or in one of those that it is a change of. */
  readonly hits: ReadonlySet<number>;
  /** Whether there is a key in it. */
  readonly holds: Promise<boolean>;
}

/** What a text is a change of, and what changed. */
export interface Change {
  readonly before: Version;
  readonly pieces: Pieces;
}

/** What came of handing over a text. */
export interface Looked {
  /** `null`: what is a change of it has to be looked at as a whole. */
  readonly version: Version | null;
  /** Asks to wait before more is handed over. */
  readonly waiting: Promise<void> | undefined;
}

/** Objects over this many bytes are looked at here and not handed to another thread: each copy of them counts. */
const large = 8 << 20;
/** Bytes that may be on their way to be looked at. */
const mostWaiting = 8 << 20;

const no = Promise.resolve(false);

/**
 * Looks for keys in one text after another. The automaton goes over the bytes; only what holds a keyword of a key is
 * inspected, and archives, whose bytes show nothing. Of a text that is a change of another only what has changed is looked
 * at, and what stands around it, unless there is a key in it or in the other.
 */
export class KeySearch {
  readonly #options: SearchOptions;
  /** 1 for the ids of keywords that a key may stand behind. */
  readonly #telling: Uint8Array;
  readonly #waiting = new Set<Promise<unknown>>();
  #bytes = 0;

  constructor(options: SearchOptions) {
    this.#options = options;
    const { keys, keywords } = options.rules;
    const words = new Set(keys.flatMap((rule) => rule.keywords));
    this.#telling = Uint8Array.from(keywords.words, (word) => (words.has(word) ? 1 : 0));
  }

  /** Searches bytes that may change afterwards. */
  look(bytes: Buffer, path: string, take: (seen: Seen) => void, change: Change | null = null): Looked {
    const { executor, rules } = this.#options;
    if (bytes.length > large || executor === null) return { version: null, waiting: this.#lookHere(bytes, path, take) };
    if (isPacked(bytes)) {
      const copy = Buffer.from(bytes);
      return { version: null, waiting: this.#wait(this.#whole(copy, path, take, executor), copy.length) };
    }
    const hits = new Set(change?.before.hits);
    const known = this.#count(hits);
    if (change) for (const stretch of change.pieces.fresh) search(rules.keywords, bytes, hits, stretch);
    else search(rules.keywords, bytes, hits);
    const now = this.#count(hits);
    if (now === 0) return { version: { hits, holds: no }, waiting: undefined };

    const copy = Buffer.from(bytes);
    // A keyword that is new to the file may tell of what stood there before.
    const holds = this.#inspect(copy, path, take, now === known ? change : null, hits);
    return { version: { hits, holds }, waiting: this.#wait(holds, copy.length) };
  }

  /** Waits until all that was handed over is looked at. */
  async finish(): Promise<void> {
    await Promise.all(this.#waiting);
  }

  #lookHere(bytes: Buffer, path: string, take: (seen: Seen) => void): Promise<void> | undefined {
    const hits = new Set<number>();
    search(this.#options.rules.keywords, bytes, hits);
    if (this.#count(hits) === 0 && !isPacked(bytes)) return undefined;
    return this.#whole(bytes, path, take, null).then(() => {});
  }

  /** Whether a text holds keys, and which. */
  async #inspect(
    bytes: Buffer,
    path: string,
    take: (seen: Seen) => void,
    change: Change | null,
    hits: ReadonlySet<number>,
  ): Promise<boolean> {
    const { executor } = this.#options;
    // Asked for at once: what was copied is known only as long as the text is there.
    const text = change?.pieces.joined(bytes);
    if (change && text) {
      const changed = text.length > 0 && (await this.#run(text, path, executor, [...hits]));
      const isSuspect = changed && (changed.keys.length > 0 || changed.problems.length > 0);
      if (!isSuspect && !(await change.before.holds)) return false;
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

  #wait(work: Promise<unknown>, size: number): Promise<void> | undefined {
    this.#bytes += size;
    const done = work.finally(() => {
      this.#waiting.delete(done);
      this.#bytes -= size;
    });
    this.#waiting.add(done);
    return this.#bytes > mostWaiting ? this.#room() : undefined;
  }

  async #room(): Promise<void> {
    while (this.#bytes > mostWaiting) await Promise.race(this.#waiting);
  }
}

/** What shows nothing of what it holds: it is opened, or said to be shut. */
function isPacked(bytes: Buffer): boolean {
  return kindOf(bytes) !== null || sealedAs(bytes) !== null;
}

/** What was found in a text, or in the files of an archive. */
function inspectionsOf({ inspection, inside }: Inspected): readonly Inspection[] {
  return [...(inspection ? [inspection] : []), ...(inside?.inspections ?? [])];
}
