import type { Blob } from '../../model/blob.ts';
import type { Unattached } from '../../model/census.ts';
import type { Inspection } from '../../model/document.ts';
import { RollcallError } from '../../model/error.ts';
import type { Problem } from '../../model/problem.ts';
import { filesOf, mergeBases, type Range, rangeOf } from '../../sources/git/changes.ts';
import { complaints } from '../../sources/git/complaints.ts';
import { Ids } from '../../sources/git/ids.ts';
import { resolve } from '../../sources/git/resolve.ts';
import { treesBelow } from '../../sources/git/trees-below.ts';
import { selector } from '../../sources/select.ts';
import { archiveOf, displayPath } from '../../text/path.ts';
import { inProcess } from '../executor.ts';
import { evidenceOf } from '../history/evidence.ts';
import type { Holder } from '../history/looker.ts';
import type { Key } from '../history/search.ts';
import { list } from '../listing.ts';
import { searchVersions } from './blobs.ts';
import type { Brought, Ground } from './change.ts';
import { searchCommits } from './commits.ts';
import type { Change } from './options.ts';

/**
 * Keys that all commits since another one bring, those among them that were taken out again, and what the work tree has
 * otherwise than HEAD. A key that the same file held before is none of them.
 */
export async function since(ground: Ground, { ref }: Extract<Change, { kind: 'since' }>): Promise<Brought> {
  const { store, refs, search, options } = ground;
  const { head } = refs;
  if (head === null || head === 'broken') throw new RollcallError('git', 'HEAD of the repository names no commit');
  store.cutAt(refs.shallow);
  const base = await resolve(ref, refs, store);
  if ('fault' in base) throw unresolved(ref, base.fault);

  const range = await rangeOf(store, base.commit, head);
  const commits = await searchCommits(ground, range.commits);
  const versions = await searchVersions(ground, range.objects);
  const tree = await searchTree(
    ground,
    head,
    versions.holding.map(({ version }) => displayPath(version.path)),
  );
  const bases = [base.commit, ...(await mergeBases(store, base.commit, head))];
  const wanted = [...versions.holding.map(({ version }) => version.path), ...tree.holding.keys()];
  const known = await keysBefore(ground, bases, wanted);
  const holders = versions.holding.flatMap(({ version, keys }): Holder[] => {
    const path = displayPath(version.path);
    const fresh = keys.filter(({ fingerprint }) => !known.has(`${fingerprint} ${path}`));
    return fresh.length > 0 ? [{ object: version.id, type: 'blob', path: version.path, shown: path, keys: fresh }] : [];
  });
  const blobs = new Ids(store.width);
  for (const { object } of holders) blobs.ofHex(Buffer.from(object, 'latin1'), 0);
  const roots = holders.length > 0 ? commits.graph.trees : new Ids(store.width);
  const { trees, objects, endings } = await treesBelow(store, roots, blobs, options.signal);
  const past = evidenceOf({
    searched: { graph: commits.graph, refs, tags: new Map(), trees, objects },
    holders: [...commits.holders, ...holders],
    below: '',
  });
  const selects = selector(options.config.include, options.config.exclude);
  const evidence = [...inTree(tree.holding, known), ...past.filter(({ file }) => selects(file))];
  const files = new Set([...versions.paths, ...tree.paths].filter(selects));
  return {
    evidence,
    inspections: tree.inspections,
    problems: [
      ...cut(ground, range),
      ...commits.problems,
      ...versions.problems,
      ...tree.problems,
      ...[range.ending, ...endings].flatMap((ending) =>
        complaints('Reading the change', ending, { place: search.place, file: '.' }),
      ),
    ],
    files: files.size,
    bytes: versions.bytes + tree.bytes,
    history: {
      repositories: 1,
      refs: refs.ids.size,
      commits: range.commits.length,
      objects: versions.read + versions.failed + range.commits.length,
      read: versions.read + commits.read,
      known: 0,
      failed: versions.failed + range.commits.length - commits.read,
      bytes: versions.bytes + commits.bytes,
    },
  };
}

function unresolved(ref: string, fault: string): RollcallError {
  return new RollcallError('usage', `--since ${ref}: ${fault}`, {
    hint: 'Name a branch, a remote branch such as origin/main, a tag or a commit. In CI it has to be fetched, with the history in between (fetch-depth: 0).',
  });
}

/** What of the range is not here. */
function cut({ refs, search, store }: Ground, { commits, missing }: Range): Problem[] {
  const at = { place: search.place, file: '.' };
  const tell = (message: string): Problem => ({ kind: 'problem', ...at, reason: 'git', message, incomplete: true });
  const shallow = new Set(refs.shallow);
  const isCut = commits.some((commit) => shallow.has(commit));
  return [
    ...store.refused.map((reason) => tell(`Of its objects something was left out: ${reason}.`)),
    ...(isCut ? [tell('The history is cut off within the change (a shallow clone), so some of it was not read.')] : []),
    ...(missing.length > 0
      ? [tell(`${missing.length} objects of the change are not there, so they were not read.`)]
      : []),
  ];
}

/** Files of the work tree that hold keys. */
interface Tree {
  readonly holding: ReadonlyMap<string, readonly Key[]>;
  readonly inspections: readonly Inspection[];
  readonly problems: readonly Problem[];
  /** Files that are not as they are in HEAD. */
  readonly paths: readonly string[];
  readonly bytes: number;
}

/** Searches the files that are not as in HEAD, and those of which a version of the range holds a key. */
async function searchTree(ground: Ground, head: string, told: readonly string[]): Promise<Tree> {
  const { options, store, search } = ground;
  const { rules, config, trustTree } = options;
  const inHead = new Map([...(await filesOf(store, head)).files].map(([path, id]) => [displayPath(path), id]));
  const io = {
    ...options,
    stdin: nothing(),
    include: config.include,
    exclude: config.exclude,
    honourIgnoreFiles: trustTree && options.ignoreFiles !== false,
    // A work tree may be empty: what is looked at is the change.
    history: true,
  };
  const listing = await list(options.targets, io);
  const isChanged = ({ oid, origin }: Blob): boolean => oid === undefined || inHead.get(origin.path) !== oid;
  const named = new Set(told);
  const blobs = listing.blobs.filter((blob) => isChanged(blob) || named.has(blob.origin.path));
  const { found, bytes } = await inProcess(rules, search.inspect).inspect(blobs, 'keys');
  const holding = new Map<string, Key[]>();
  const enter = (path: string, { evidence }: Inspection): void => {
    holding.set(path, [...(holding.get(path) ?? []), ...evidence.filter((one) => one.kind === 'key')]);
  };
  const inspections = found.flatMap(({ inspection }) => inspection ?? []);
  for (const one of inspections) enter(one.file, one);
  for (const one of found.flatMap(({ inside }) => inside?.inspections ?? [])) enter(archiveOf(one.file), one);
  return {
    holding,
    inspections,
    problems: [
      ...listing.problems,
      ...found.flatMap(({ problem, inside }) => [...(problem ? [problem] : []), ...(inside?.problems ?? [])]),
    ],
    paths: blobs.filter(isChanged).map(({ origin }) => origin.path),
    bytes,
  };
}

function inTree(holding: Tree['holding'], known: ReadonlySet<string>): Unattached[] {
  return [...holding].flatMap(([path, keys]) =>
    keys
      .filter(({ fingerprint }) => !known.has(`${fingerprint} ${path}`))
      .map((key) => ({ ...key, reason: 'in a changed file' })),
  );
}

/** Keys that files held before the change: `fingerprint path`. */
async function keysBefore(ground: Ground, commits: readonly string[], paths: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>();
  if (paths.length === 0) return known;
  const wanted = new Set(paths.map(displayPath));
  for (const commit of new Set(commits)) {
    const { files } = await filesOf(ground.store, commit);
    const versions = [...files].flatMap(([path, id]) => (wanted.has(displayPath(path)) ? { id, path } : []));
    for (const { version, keys } of (await searchVersions(ground, versions)).holding)
      for (const { fingerprint } of keys) known.add(`${fingerprint} ${displayPath(version.path)}`);
  }
  return known;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
