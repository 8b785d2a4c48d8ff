import {
  type Agent,
  approvalDigest,
  describeProblem,
  type Entry,
  type Report,
  RollcallError,
  type Shrunk,
  shrink,
  visible,
} from '../../index.ts';
import { repositoryKey } from '../../text/remote.ts';
import { type CensusFlags, takeCensus } from '../census.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print } from '../output.ts';
import { entriesCalled, existingPlace, heldBy } from '../registry-entries.ts';
import { drafted, writeAll } from '../registry-write.ts';
import { loadRules } from '../rules.ts';

/** Flags of `rollcall registry shrink`. */
export interface ShrinkFlags extends Omit<CensusFlags, 'baseline'> {
  readonly target?: readonly string[];
  readonly write?: boolean;
  readonly allowIncomplete?: boolean;
}

/** `rollcall registry shrink`: what an entry allows that none of its agents was seen to do, and the scope without it. */
export async function shrinkEntry(io: Io, id: string, flags: ShrinkFlags): Promise<ExitCode> {
  const { target = ['.'] } = flags;
  const place = await existingPlace(target, flags, io);
  const [entry] = entriesCalled([id], place);
  if (!entry) return 2;

  const rules = await loadRules(flags.rules, io.cwd());
  const taken = await takeCensus(target, { ...flags, baseline: false }, { rules, timed: false, io });
  const { report } = taken;
  refusePartial(entry, report, flags);
  if (io.signal.aborted || !(report.run.complete || flags.allowIncomplete)) {
    await note(io, unread(entry, report));
    return 3;
  }
  const found = heldBy(place, taken, io).flatMap(({ agent, verdict }) =>
    verdict?.candidates.includes(id) ? agent : [],
  );
  if (found.length === 0)
    throw new RollcallError('target', `no agent of ${id} was found, so nothing tells what its scope needs`, {
      hint: `If it is gone: rollcall registry deprecate ${id}`,
    });

  const shrunk = shrink(entry.scope, found);
  await print(io.stdout, proposal(entry, shrunk, found));
  if (shrunk.dropped.length === 0 || !flags.write) {
    if (shrunk.dropped.length > 0 && !flags.quiet) await note(io, ['nothing was written; --write takes it out']);
    return 0;
  }
  const scope = Object.keys(shrunk.scope).length > 0 ? shrunk.scope : undefined;
  await writeAll(await drafted(place, new Map([[id, { scope }]]), io));
  if (!flags.quiet) await note(io, written(entry, shrunk.scope));
  return 0;
}

function written(entry: Entry, scope: Entry['scope']): readonly string[] {
  const { id, at, approval } = entry;
  if (approval === null) return [`wrote ${at.file}`];
  if (approval.digest === approvalDigest({ ...entry, scope }))
    return [`wrote ${at.file}: ${id} is what was approved again`];
  return [
    `wrote ${at.file}: ${id} is stale until it is approved again`,
    `next: rollcall registry approve ${id} --by NAME`,
  ];
}

/** What was not scanned may use what nobody saw used. */
function refusePartial(entry: Entry, report: Report, flags: ShrinkFlags): void {
  const why = partOf(entry, report, flags);
  if (why === null) return;
  throw new RollcallError('target', `the places of ${entry.id} were not wholly read: ${why}`, {
    hint: `Name the folders of its repositories: rollcall registry shrink ${entry.id} --target DIR`,
  });
}

/** A file that was not read may belong to any agent. */
function unread({ id }: Entry, { problems }: Report): readonly string[] {
  const lacking = problems.filter(({ incomplete }) => incomplete);
  const more = lacking.length > mostNamed ? [`  and ${lacking.length - mostNamed} more`] : [];
  return [
    `not all was read, so ${id} may need what nobody saw; nothing was written`,
    ...lacking.slice(0, mostNamed).map((problem) => `  ${visible(describeProblem(problem))}`),
    ...more,
    '--allow-incomplete goes by what was read',
  ];
}

const mostNamed = 5;

function partOf({ match }: Entry, { run }: Report, { include = [], exclude = [] }: ShrinkFlags): string | null {
  if (match.repos.length === 0) return 'it names no repository, and nothing else can be read whole';

  const read = new Set(run.places.map(({ id }) => repositoryKey(id)));
  const unread = match.repos.flatMap(({ repo }) => (read.has(repositoryKey(repo)) ? [] : visible(repo)));
  if (unread.length > 0) return `${unread.join(', ')} was not scanned`;
  return include.length + exclude.length > 0 ? '--include and --exclude leave out a part of them' : null;
}

function proposal({ id, at }: Entry, { dropped, kept }: Shrunk, agents: readonly Agent[]): string {
  const head = `${id} (${at.file}:${at.line}:${at.column}), by what ${agents.map((agent) => visible(agent.id)).join(', ')} was seen to do`;
  const facets = [...new Set(dropped.map(({ facet }) => facet))];
  const lines = facets.flatMap((facet) => [
    `  scope.${facet}:`,
    ...dropped.filter((one) => one.facet === facet).map(({ value }) => `  - ${visible(value)}`),
  ]);
  const stays = kept.map((facet) => `  scope.${facet} stays: what it holds is decided at run time`);
  const nothing = dropped.length === 0 ? ['  nothing to take out'] : [];
  return `${[head, ...lines, ...nothing, ...stays].join('\n')}\n`;
}
