import { census as take } from '../census/census.ts';
import type { Whereabouts } from '../census/join.ts';
import { withComponents, withSightings } from '../census/runtime.ts';
import type { Place } from '../model/blob.ts';
import type { Census } from '../model/census.ts';
import type { Comparison } from '../model/change.ts';
import { byLocation } from '../model/origin.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { FoundHost } from '../model/source.ts';
import { diffEntries } from '../registry/diff.ts';
import { byCodeUnit } from '../text/order.ts';
import { withBringers } from './brought.ts';
import { withLostApprovals } from './change/approvals.ts';
import { configChange } from './change/config.ts';
import { gather } from './gather.ts';
import { type History, searchHistory } from './history/history.ts';
import type { ReadHosts } from './host/host.ts';
import type { InspectOptions } from './inspect.ts';
import { judge } from './judge.ts';
import { list } from './listing.ts';
import { withLogs } from './logs/among.ts';
import type { ScanOptions } from './options.ts';
import { always, shadows } from './prepare.ts';
import { executorFor, type Readings, read } from './reading.ts';
import { registeredIn } from './registered.ts';
import { report } from './report.ts';
import { verified } from './verify.ts';

/** Calls the roll: lists, reads, takes the census, holds it against the registry, checks. The file to read first. */
export async function scan(options: ScanOptions): Promise<Report> {
  const { rules, config, trustTree } = options;
  const started = options.clock?.() ?? null;
  const listed = await list(options.targets, {
    ...options,
    include: config.include,
    exclude: config.exclude,
    honourIgnoreFiles: trustTree && options.ignoreFiles !== false,
  });
  const { listing, logs } = await withLogs(listed, options);
  const inspect: InspectOptions = {
    salt: options.salt ?? `rollcall:${listing.places[0]?.id ?? ''}`,
    maxBytes: options.maxBytes,
    always: always(rules),
    shadows: shadows(listing.blobs, rules, trustTree),
    distrusted: !trustTree,
    isRunning: logs.sightings.length > 0,
  };
  const executor = await executorFor(listing.blobs, options, inspect);
  const found = await read(listing, executor, options);
  const all = await verified([...found.inspections, ...found.members], listing.blobs, options, inspect);
  const [inspections, members] = [all.slice(0, found.inspections.length), all.slice(found.inspections.length)];
  const readings: Readings = { ...found, inspections, members };
  options.onProgress?.({ stage: 'census', done: readings.files, total: listing.blobs.length });
  const gathered = await gather(listing, readings, executor, options);
  const before = options.since
    ? await sideBefore(options.since, { listing, readings, executor, inspect, options })
    : null;
  await executor.close();
  const history = options.history ? await searchHistory({ listing, readings, inspect, options }) : null;
  const past = history ?? before?.past ?? null;

  const hosts = await processesOf(listing.hosts, {
    rules,
    salt: inspect.salt,
    pdns: logs.pdns,
    now: options.logs?.now ?? 0,
  });
  const taken = withComponents(take(gathered.places), hosts.components);
  const ties = { whereabouts: hosts.whereabouts(listing.places), registered: registeredIn(taken, options) };
  // What runs is no part of a change.
  const sightings = options.since ? [] : [...logs.sightings, ...hosts.sightings];
  const seen = withSightings(taken, sightings, ties);
  const census = withHistory(withLostApprovals(seen, before?.census ?? null), past);
  const unread = [...listing.problems, ...readings.problems, ...gathered.problems, ...logs.problems, ...hosts.problems];
  const faults = faultOf(options, listing.places);
  const problems = [...unread, ...(past?.problems ?? []), ...(before?.problems ?? []), ...faults];
  const { reconciliation, checked } = judge({ census, places: listing.places, unread, inspections }, options);
  const findings = history
    ? checked.findings
    : await withBringers(checked.findings, { ...listing, registry: options.registry, signal: options.signal });
  return report({
    options,
    mode: history ? 'history' : before ? 'since' : 'tree',
    listing,
    readings: { ...readings, problems, bytes: readings.bytes + logs.bytes },
    census,
    reconciliation,
    checked: { ...checked, findings },
    history: past?.coverage ?? null,
    logs: logs.coverage,
    hosts: hosts.coverage,
    comparison: before?.compare(census, reconciliation, checked) ?? proposals(options),
    started,
  });
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

/** Keys of the past make no agent and belong to none. */
function withHistory(census: Census, history: Pick<History, 'evidence'> | null): Census {
  if (!history || history.evidence.length === 0) return census;
  const unattached = [...census.unattached, ...history.evidence].sort(
    (a, b) => byLocation(a, b) || byCodeUnit(a.kind, b.kind),
  );
  return { ...census, unattached };
}
