import { RollcallError } from '../../model/error.ts';
import type { Registry } from '../../model/registry.ts';
import { repositoryPath } from '../../registry/address.ts';
import { decode, defaultPlaces, most, refusal, registryFiles, tooLarge, tooMuch } from '../../registry/file.ts';
import { parseRegistry, type RegistrySource } from '../../registry/parse.ts';
import { mergeBases } from '../../sources/git/changes.ts';
import { type Bounds, CommitTree, type Standing, Unread } from '../../sources/git/committed.ts';
import { type Refs, readRefs } from '../../sources/git/refs.ts';
import { resolveStrictly } from '../../sources/git/resolve.ts';
import { openNamed, type Store } from '../../sources/git/store.ts';
import { bareAt, type Repository, repositoryAt, repositoryNamed } from '../../sources/repository.ts';
import { findTarget } from '../../sources/target.ts';
import { plain } from '../../text/quote.ts';

/** A commit, and the repository that it is looked up in. */
export interface CommitAddress {
  /** Folder of the repository, as a person named it. */
  readonly folder: string;
  readonly cwd: string;
  /** The git directory that git itself names to its hooks, a byte string; `null` where it names none. */
  readonly directory: string | null;
  /** What a person calls the commit. It is data, and no part of it reaches git. */
  readonly ref: string;
  readonly signal: AbortSignal;
}

/** A commit of which policy is read, in a store that is open. Paths are those in the repository. */
export interface CommitPolicy {
  /** The id of the commit. */
  readonly commit: string;
  /** What a path in it is called, `git:main:a/b`; the commit itself for ''. */
  name(path: string): string;
  /** The text of a plain file; `null` where nothing stands there. */
  text(path: string, mostBytes: number): Promise<string | null>;
  /** The registry at a path, which must be there, else that at the usual places, else an empty one. */
  registry(path: string | null): Promise<Registry>;
}

/** The same, with a store of its own. */
export interface Committed extends CommitPolicy {
  /** The commit where HEAD and this one parted; `null` where HEAD has all of it, or they parted at no one commit. */
  parting(): Promise<CommitPolicy | null>;
  close(): void;
}

/** Opens a commit for reading. The work tree has no say in what is read. */
export async function openCommit(address: CommitAddress): Promise<Committed> {
  const { ref, signal } = address;
  const repository = repositoryOf(address);
  const store = await openNamed(repository);
  try {
    const refs = readRefs(repository);
    const commit = await commitOf(ref, refs, store);
    const parting = async (): Promise<CommitPolicy | null> => {
      const base = await parted(commit, refs, store);
      return base === null ? null : policyOf(store, base, base, signal);
    };
    return { ...policyOf(store, commit, ref, signal), parting, close: () => store.close() };
  } catch (error) {
    store.close();
    throw error;
  }
}

async function parted(commit: string, { head, shallow }: Refs, store: Store): Promise<string | null> {
  if (head === null || head === 'broken') return null;
  store.cutAt(shallow);
  const [base, ...others] = await mergeBases(store, commit, head);
  return base === undefined || base === commit || others.length > 0 ? null : base;
}

/** What a commit of an open store says. `ref`: what a person calls it. */
export function policyOf(store: Store, commit: string, ref: string, signal: AbortSignal): CommitPolicy {
  const shelf = new Shelf(store, commit, ref, signal);
  return {
    commit,
    name: (path) => shelf.name(path),
    text: (path, mostBytes) => shelf.text(path, mostBytes),
    registry: (path) => shelf.registry(path),
  };
}

/** The one commit from which two others go on: what is meant by `A...B`. */
export async function partingOf(address: Omit<CommitAddress, 'ref'>, a: string, b: string): Promise<string> {
  const repository = repositoryOf(address);
  const store = await openNamed(repository);
  try {
    const refs = readRefs(repository);
    store.cutAt(refs.shallow);
    const [base, ...others] = await mergeBases(store, await commitOf(a, refs, store), await commitOf(b, refs, store));
    if (base !== undefined && others.length === 0) return base;
    const what = base === undefined ? 'no commit' : 'more than one commit';
    throw new RollcallError('usage', `${plain(a)} and ${plain(b)} have ${what} in common from which they go on`, {
      hint: `Name the commit, or both ends as they are: ${plain(a)}..${plain(b)}`,
    });
  } finally {
    store.close();
  }
}

function repositoryOf({ folder, cwd, directory }: Omit<CommitAddress, 'ref'>): Repository {
  const found = findTarget(folder, { cwd });
  const root = found?.kind === 'folder' ? found.path : null;
  const repository =
    root === null
      ? null
      : directory === null
        ? (repositoryAt(root, root) ?? bareAt(root, root))
        : repositoryNamed(directory);
  if (repository === 'outside') {
    throw new RollcallError('target', `the .git of ${folder} leads out of it, and is not followed`, {
      hint: 'In a linked work tree name its repository in GIT_DIR: GIT_DIR=$(git rev-parse --absolute-git-dir)',
    });
  }
  if (repository) return repository;
  throw new RollcallError('target', `${folder} is not a git repository, and the registry is to be read from one`, {
    hint: 'Name the folder that holds .git.',
  });
}

async function commitOf(ref: string, refs: Refs, store: Store): Promise<string> {
  const found = await resolveStrictly(Buffer.from(ref, 'utf8').toString('latin1'), refs, store);
  if ('commit' in found) return found.commit;
  const unread = refs.unread === '' ? '' : ` (its refs were not all read: ${refs.unread})`;
  throw new RollcallError('usage', `the registry cannot be read at ${plain(ref)}: ${plain(found.fault)}${unread}`, {
    hint: 'Name a branch, a remote branch such as origin/main, a tag or a commit; where several have that name, write it out: refs/remotes/origin/main. In CI it has to be fetched (fetch-depth: 0).',
  });
}

/** What a commit holds, in words of the registry. */
class Shelf {
  readonly #store: Store;
  readonly #commit: string;
  readonly #ref: string;
  readonly #tree: CommitTree;

  constructor(store: Store, commit: string, ref: string, signal: AbortSignal) {
    this.#store = store;
    this.#commit = commit;
    this.#ref = ref;
    this.#tree = new CommitTree(store, commit, signal);
  }

  name(path: string): string {
    return plain(path === '' ? `git:${this.#ref}` : `git:${this.#ref}:${path}`);
  }

  async text(path: string, mostBytes: number): Promise<string | null> {
    const found = await this.#at(path);
    if (!found) return null;
    if (found.kind !== 'file') throw this.#strange(path, found.kind);
    const [bytes] = await this.#read([found.id], { each: mostBytes, all: mostBytes });
    if (bytes) return this.#decode(path, bytes);
    throw refusal(`${this.name(path)} is larger than ${mostBytes / 1024 / 1024} MiB`, 'Put a smaller file there.');
  }

  async registry(path: string | null): Promise<Registry> {
    const places = path === null ? await this.#usual() : [repositoryPath(path) ?? path];
    const sources: RegistrySource[] = [];
    for (const place of places) sources.push(...(await this.#place(place)));
    if (path !== null && sources.length === 0)
      throw refusal(`${this.name(path)} holds no registry file`, 'Name a folder that holds *.yaml files.');

    const ref = { name: this.#ref, commit: this.#commit };
    return { ...this.#parsed(sources, this.name(places.join(' and '))), ref };
  }

  async #usual(): Promise<string[]> {
    const places = [];
    for (const place of defaultPlaces) if (await this.#at(place)) places.push(place);
    return places;
  }

  async #place(place: string): Promise<RegistrySource[]> {
    const found = await this.#at(place);
    if (!found) throw refusal(`${this.name(place)} does not exist`, 'Name a registry that is in that commit.');
    if (found.kind !== 'file' && found.kind !== 'folder') throw this.#strange(place, found.kind);

    const files = found.kind === 'file' ? [{ file: place, id: found.id }] : this.#files(place, found.entries);
    const bytes = await this.#read(
      files.map(({ id }) => id),
      { each: most.bytes, all: most.characters },
    );
    return files.map(({ file }, index) => {
      const one = bytes[index];
      if (one) return { file, text: this.#decode(file, one) };
      throw found.kind === 'folder' ? tooMuch(this.name(place)) : tooLarge(this.name(file));
    });
  }

  /** What has the name of a registry file is one, or it is refused: it could hold what was rejected. */
  #files(place: string, entries: Extract<Standing, { kind: 'folder' }>['entries']): { file: string; id: string }[] {
    return registryFiles(this.name(place), [...entries.keys()]).map((name) => {
      const file = `${place}/${Buffer.from(name, 'latin1').toString('utf8')}`;
      const entry = entries.get(name);
      if (entry?.kind !== 'file') throw this.#strange(file, entry?.kind ?? 'folder');
      return { file, id: entry.id };
    });
  }

  #parsed(sources: readonly RegistrySource[], origin: string): Registry {
    try {
      return parseRegistry(sources, origin);
    } catch (error) {
      if (!(error instanceof RollcallError)) throw error;
      // The places in it are those of the commit, and an editor would open the work tree.
      throw refusal(`the registry of ${plain(this.#ref)} is refused:\n${error.message}`, error.hint ?? '', error);
    }
  }

  /** A path in its plain form; what is none stands nowhere. */
  #at(written: string): Promise<Standing | null> {
    const path = repositoryPath(written) ?? '';
    return this.#attempt(this.#tree.at(Buffer.from(path, 'utf8').toString('latin1')));
  }

  #read(ids: readonly string[], bounds: Bounds): Promise<readonly (Buffer | null)[]> {
    return this.#attempt(this.#tree.read(ids, bounds));
  }

  async #attempt<T>(step: Promise<T>): Promise<T> {
    try {
      return await step;
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      const why = this.#store.promised ? ' (a partial clone)' : '';
      throw refusal(
        `the registry cannot be read at ${plain(this.#ref)}: ${error.message}${why}`,
        'Fetch it whole: in CI fetch-depth: 0.',
      );
    }
  }

  #decode(path: string, bytes: Uint8Array): string {
    return decode(this.name(path), bytes);
  }

  #strange(path: string, kind: Standing['kind']): RollcallError {
    const what = { link: 'a link', module: 'a submodule', folder: 'a folder', file: 'a file' }[kind];
    const rest = kind === 'link' || kind === 'module' ? ', and is not followed' : '';
    return refusal(`${this.name(path)} is ${what}${rest}`, 'Put a plain file there.');
  }
}
