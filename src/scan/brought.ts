import { RollcallError } from '../model/error.ts';
import type { Finding } from '../model/finding.ts';
import type { FoundRepository } from '../model/source.ts';
import { readRefs } from '../sources/git/refs.ts';
import { openStore } from '../sources/git/store.ts';
import { readBytes } from '../sources/open.ts';
import { bareAt, repositoryAt } from '../sources/repository.ts';
import { textOf } from '../text/decode.ts';
import type { Listing } from './listing.ts';
import type { ScanOptions } from './options.ts';
import { type Brought, type Quest, search } from './quest.ts';

/** Findings that are looked for in the past at most: what is there beyond them is no news of a commit. */
const most = 100;
/** Files larger than this are not what people write by hand. */
const mostBytes = 4 << 20;

/** Where the files of findings are. */
type Ground = Pick<Listing, 'blobs' | 'repositories'> & Pick<ScanOptions, 'registry' | 'signal'>;

/**
 * Says of what drifted, and of agents that the registry does not know, which commit brought it, where that can be told.
 * Git is started where there is such a finding, and not before; what it cannot tell is no fault of the scan.
 */
export async function withBringers(findings: readonly Finding[], ground: Ground): Promise<readonly Finding[]> {
  const wanted = soughtOf(findings, ground);
  if (wanted.length === 0 || ground.signal.aborted) return findings;

  const bringers = new Map<Finding, Brought>();
  for (const [repository, quests] of byRepository(wanted, ground))
    for (const [finding, brought] of await searchIn(repository, quests, ground)) bringers.set(finding, brought);
  return findings.map((finding) => ({ ...finding, broughtBy: bringers.get(finding) ?? null }));
}

/** Where nobody keeps a registry every agent is unknown to it, and that is no news. */
function soughtOf(findings: readonly Finding[], { registry }: Ground): Finding[] {
  const checks = registry.origin === null ? ['RC103'] : ['RC103', 'RC101'];
  return checks
    .flatMap((id) => findings.filter(({ check, suppressed }) => check === id && suppressed === null))
    .slice(0, most);
}

function byRepository(
  findings: readonly Finding[],
  { blobs, repositories }: Ground,
): ReadonlyMap<FoundRepository, Quest[]> {
  const keyOf = (place: string | null, file: string): string => `${place}\0${file}`;
  const wanted = new Set(findings.map(({ repository, file }) => keyOf(repository, file)));
  const files = new Map(
    blobs.flatMap((blob) => {
      const key = keyOf(blob.place, blob.origin.path);
      return wanted.has(key) ? [[key, blob] as const] : [];
    }),
  );
  const quests = new Map<FoundRepository, Quest[]>();
  for (const finding of findings) {
    const { repository: place, file } = finding;
    const around = repositories.filter((one) => one.place === place && file.startsWith(one.path));
    const repository = around.toSorted((a, b) => b.path.length - a.path.length)[0];
    const blob = files.get(keyOf(place, file));
    const quest = repository && blob && questOf(finding, blob, repository);
    if (quest) quests.set(repository, [...(quests.get(repository) ?? []), quest]);
  }
  return quests;
}

function questOf(finding: Finding, blob: Listing['blobs'][number], { folder }: FoundRepository): Quest | null {
  const { content } = blob;
  // Words that git is started with are UTF-8.
  if (content.kind !== 'disk' || content.encoding !== 'utf8') return null;
  const base = `${Buffer.from(folder, 'latin1').toString('utf8')}/`;
  if (!content.path.startsWith(base)) return null;

  const { bytes, problem } = readBytes(blob, mostBytes);
  if (!bytes || problem) return null;
  const text = textOf(bytes);
  const line = text.split('\n')[finding.line - 1]?.trim() ?? '';
  if (line === '') return null;
  const { subject = '' } = finding;
  return { finding, path: content.path.slice(base.length), line, word: text.includes(subject) ? subject : '' };
}

async function searchIn(
  { folder, root, isBare }: FoundRepository,
  quests: readonly Quest[],
  { signal }: Ground,
): Promise<ReadonlyMap<Finding, Brought>> {
  const none = new Map<Finding, Brought>();
  const repository = isBare ? bareAt(folder, root) : repositoryAt(folder, root);
  if (!repository || repository === 'outside') return none;
  try {
    const store = await openStore(repository);
    if (typeof store === 'string') return none;
    try {
      return await search(quests, { store, refs: readRefs(repository), signal });
    } finally {
      store.close();
    }
  } catch (error) {
    // Without a git that is safe, or a place for it to work in, there is nothing to tell.
    if (error instanceof RollcallError) return none;
    throw error;
  }
}
