import type { Whereabouts } from '../census/join.ts';
import { linksOf } from '../census/links.ts';
import { withComponents, withSightings } from '../census/runtime.ts';
import type { Place } from '../model/blob.ts';
import type { Comparison } from '../model/change.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { FoundHost } from '../model/source.ts';
import { diffEntries } from '../registry/diff.ts';
import { isForgeTarget } from '../text/forge.ts';
import { withBringers } from './brought.ts';
import { withLostApprovals } from './change/approvals.ts';
import type { SideBefore } from './change/before.ts';
import { configChange } from './change/config.ts';
import { searchHistory } from './history/history.ts';
import type { ReadHosts } from './host/host.ts';
import { judge } from './judge.ts';
import { type Listing, list } from './listing.ts';
import type { ReadLogs } from './logs/logs.ts';
import type { ScanOptions } from './options.ts';
import type { ForgeOptions } from './organisation/options.ts';
import type { ForgeRead } from './organisation/organisation.ts';
import type { Readings } from './reading.ts';
import { registeredIn } from './registered.ts';
import { report } from './report.ts';
import { type Survey, surveyOf, withPast } from './survey/survey.ts';
import { Together } from './survey/together.ts';
import { forgeSalt, saltOf, takeIn } from './take.ts';

/** Calls the roll: lists, reads, takes the census, holds it against the registry, checks. The file to read first. */
export async function scan(options: ScanOptions): Promise<Report> {
  const started = options.clock?.() ?? null;
  const local = await readLocal(options);
  const salt = local ? saltOf(options, local.survey.places) : forgeSalt(options, options.forge);
  const remote = options.forge ? await readForge(options, options.forge, salt) : null;
  const all = new Together();
  for (const survey of [local?.survey, remote?.survey]) if (survey) all.add(survey);
  const { survey } = all;

  const hosts = await processesOf(local?.hosts ?? [], {
    rules: options.rules,
    salt,
    pdns: local?.pdns ?? null,
    now: options.logs?.now ?? 0,
  });
  const taken = withComponents(survey.census, hosts.components);
  const ties = { whereabouts: hosts.whereabouts(survey.places), registered: registeredIn(taken, options) };
  // What runs is no part of a change.
  const sightings = options.since ? [] : [...survey.sightings, ...hosts.sightings];
  const seen = withSightings(taken, sightings, ties);
  const before = local?.before ?? null;
  const census = withLostApprovals(seen, before?.census ?? null);
  const unread = [...survey.unread, ...hosts.problems];
  const problems = [...unread, ...survey.past, ...(before?.problems ?? []), ...faultOf(options, survey.places)];
  const judged = { census, places: survey.places, unread, inspections: local?.inspections ?? [] };
  const { reconciliation, checked } = judge(judged, options);
  const findings =
    local && !options.history
      ? await withBringers(checked.findings, { ...local.listing, registry: options.registry, signal: options.signal })
      : checked.findings;
  return report({
    options,
    mode: options.history ? 'history' : before ? 'since' : 'tree',
    read: { ...survey, skipped: new Map(survey.skipped), problems, forge: remote?.coverage ?? null },
    census,
    reconciliation,
    checked: { ...checked, findings },
    history: survey.history,
    logs: survey.logs,
    hosts: hosts.coverage,
    links: survey.places.length < 2 ? [] : linksOf(census),
    comparison: before?.compare(census, reconciliation, checked) ?? proposals(options),
    started,
  });
}

/** What was read of this machine. */
interface Local {
  readonly survey: Survey;
  readonly listing: Listing;
  readonly inspections: Readings['inspections'];
  readonly hosts: readonly FoundHost[];
  readonly pdns: ReadLogs['pdns'];
  readonly before: SideBefore | null;
}

/** Reads the targets that stand on this machine; `null` where there are none among the targets. */
async function readLocal(options: ScanOptions): Promise<Local | null> {
  const { targets, config, trustTree } = options;
  const own = options.forge ? targets.filter((target) => !isForgeTarget(target)) : targets;
  if (options.forge && own.length === 0) return null;
  const listed = await list(own, {
    ...options,
    include: config.include,
    exclude: config.exclude,
    honourIgnoreFiles: trustTree && options.ignoreFiles !== false,
  });
  const found = await takeIn(listed, saltOf(options, listed.places), options);
  const { listing, readings, executor, inspect, logs } = found;
  const before = options.since
    ? await sideBefore(options.since, { listing, readings, executor, inspect, options })
    : null;
  await executor.close();
  const history = options.history ? await searchHistory({ listing, readings, inspect, options }) : null;
  const survey = withPast(surveyOf(found, options.rules), history ?? before?.past ?? null);
  return { survey, listing, inspections: readings.inspections, hosts: listing.hosts, pdns: logs.pdns, before };
}

/** Reads the targets that a server holds, loaded where there are any. */
async function readForge(options: ScanOptions, forge: ForgeOptions, salt: string): Promise<ForgeRead> {
  const { readOrganisations } = await import('./organisation/organisation.ts');
  return await readOrganisations(options, forge, salt);
}

/** The processes of machines, read where one is a target and not loaded before. */
async function processesOf(
  hosts: readonly FoundHost[],
  options: Parameters<typeof import('./host/host.ts')['readHosts']>[1],
): Promise<ReadHosts & { readonly whereabouts: (places: readonly Place[]) => Whereabouts }> {
  if (hosts.length === 0)
    return { sightings: [], components: [], problems: [], coverage: [], whereabouts: () => () => null };
  const { readHosts } = await import('./host/host.ts');
  const { whereabouts } = await import('./host/whereabouts.ts');
  return { ...readHosts(hosts, options), whereabouts };
}

/** What the scanned tree asks of a registry that stands elsewhere. */
function proposals({ registry, tree, config }: ScanOptions): Comparison | null {
  if (!tree) return null;
  return {
    base: null,
    agents: null,
    entries: tree.registry ? diffEntries(registry, tree.registry) : [],
    known: [],
    gone: [],
    config: configChange(config.digest, tree.config),
  };
}

/** A registry that cannot be read approves nothing today; once it is merged, nothing can be held against it. */
function faultOf({ tree }: ScanOptions, [place]: readonly Place[]): Problem[] {
  if (!tree?.fault) return [];
  const message = `The registry of the scanned tree cannot be read, and once it is merged no scan can be held against it: ${tree.fault.message}`;
  return [
    { kind: 'problem', place: place?.id ?? '', file: tree.fault.file, reason: 'unparsable', message, incomplete: true },
  ];
}

/** The other side of a change, loaded where one is asked for. */
async function sideBefore(...args: Parameters<Before['sideBefore']>): ReturnType<Before['sideBefore']> {
  return await (await import('./change/before.ts')).sideBefore(...args);
}

type Before = typeof import('./change/before.ts');
