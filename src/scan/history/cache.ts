import type { Problem } from '../../model/problem.ts';
import { keep, readKept } from '../../sources/keep.ts';
import type { Holder } from './looker.ts';
import type { Searched } from './repository.ts';
import { type About, decode, encode, hasPrefix, prefixesOf, type State, stateName } from './state.ts';

type At = Pick<Problem, 'place' | 'file'>;

/** What an earlier run knew of a history, in a folder that a person named. Nothing in it makes a scan complete. */
export class Cache {
  readonly problems: Problem[] = [];
  readonly #folder: string | null;
  readonly #about: About;
  readonly #at: At;
  readonly #state: State | null;

  constructor(folder: string | null, about: About, at: At) {
    this.#folder = folder;
    this.#about = about;
    this.#at = at;
    this.#state = folder === null ? null : this.#load(folder);
  }

  /** Whether an object was searched, by the first bytes of its id. */
  isKnown(prefix: Buffer): boolean {
    return this.#state !== null && hasPrefix(this.#state.searched, prefix);
  }

  /** Objects with keys that were found before, as far as they are there still. */
  holders({ objects }: Searched): readonly Holder[] {
    const lists = { blob: objects.blobs, commit: objects.commits, tag: objects.tags };
    const isThere = ({ object, type }: Holder): boolean =>
      lists[type].indexOfHex(Buffer.from(object, 'latin1'), 0) >= 0;
    return (this.#state?.holders ?? []).filter(isThere);
  }

  /** Keeps what is known now. */
  save({ objects, reader }: Searched, holders: readonly Holder[]): void {
    if (this.#folder === null) return;
    const lists = ['blobs', 'commits', 'tags'] as const;
    const isSearched = (list: number, index: number): boolean => {
      const name = lists[list] ?? 'blobs';
      if (reader.unread[name].has(index) || reader.tally.partly[name].has(index)) return false;
      return name !== 'blobs' || !reader.asFiles.has(index);
    };
    const state: State = {
      searched: prefixesOf([objects.blobs, objects.commits, objects.tags], isSearched),
      holders,
    };
    const fault = keep(this.#folder, stateName(this.#about), encode(state, this.#about));
    if (fault !== '') this.#tell(`What is known of its history was not kept: ${fault}.`);
  }

  #load(folder: string): State | null {
    const bytes = readKept(folder, stateName(this.#about));
    const found = bytes && decode(bytes, this.#about);
    if (typeof found !== 'string') return found;
    this.#tell(`What an earlier run knew of its history was not used: ${found}.`);
    return null;
  }

  #tell(message: string): void {
    this.problems.push({ kind: 'problem', ...this.#at, reason: 'git', message, incomplete: false });
  }
}
