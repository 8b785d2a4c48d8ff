import { acceptedAgents } from '../model/acceptance.ts';
import { brought } from '../model/brought.ts';
import type { HistoryCoverage } from '../model/history.ts';
import { countsAgents, type ForgeCoverage, type LogCoverage, type Mode, type Report } from '../model/report.ts';
import { countChanges } from './describe-change.ts';
import { countSuppressed } from './describe-suppression.ts';
import { duration, list, number, quantity, size } from './quantity.ts';

/** What was read: `12 repositories · 61,202 files · 0.97 GB · 2.9 s`. */
export function coverageParts({ run }: Report): string[] {
  const { repositories, files, bytes, history, logs = [], hosts = [] } = run.coverage;
  const isCode = files > 0 || logs.length + hosts.length === 0;
  const places = repositories - hosts.length;
  const counted = [repositoriesPart(places, run.coverage.forge), quantity(files, 'file')];
  return [
    // Where nothing but logs or processes was read, there are no files to be counted.
    ...(countsAgents(run) && isCode ? counted : []),
    ...(logs.length > 0 ? [logPart(logs)] : []),
    ...(hosts.length > 0
      ? [
          quantity(
            hosts.reduce((sum, one) => sum + one.processes, 0),
            'process',
            'processes',
          ),
        ]
      : []),
    ...(bytes > 0 || isCode ? [size(bytes)] : []),
    ...(history ? [pastPart(history, run.mode)] : []),
    ...(run.durationMs === null ? [] : [duration(run.durationMs)]),
  ];
}

/** `12 repositories`; where some were listed and not read, `12 of 14 repositories`. */
function repositoriesPart(places: number, forge: ForgeCoverage | undefined): string {
  const unread = forge ? forge.empty + forge.unread : 0;
  const all = quantity(places, 'repository', 'repositories');
  return unread === 0 ? all : `${number(places - unread)} of ${all}`;
}

/** `2 logs of 41,208 lines` */
function logPart(logs: readonly LogCoverage[]): string {
  const lines = logs.reduce((sum, one) => sum + one.lines, 0);
  return `${quantity(logs.length, 'log')} of ${quantity(lines, 'line')}`;
}

/** `history: 203,352 commits, 466,701 objects, 8.26 GB` */
function pastPart({ commits, objects, bytes }: HistoryCoverage, mode: Mode): string {
  if (mode !== 'history') return quantity(commits, 'commit');
  return `history: ${quantity(commits, 'commit')}, ${quantity(objects, 'object')}, ${size(bytes)}`;
}

/** What a change brings, in place of the number of agents: `2 new agents, 1 changed`; '' where all there is was counted. */
export function changeTitle({ run, findings, comparison }: Report): string {
  if (comparison?.agents) return countChanges(comparison.agents);
  if (countsAgents(run)) return '';

  const { files } = run.coverage;
  const keys = findings.filter(({ check, suppressed }) => check === 'RC201' && suppressed === null).length;
  if (keys === 0 && files === 0) return 'nothing is staged';
  const found = keys === 0 ? 'no new key' : quantity(keys, 'new key');
  return `${found} in ${quantity(files, 'changed file')}`;
}

/** What a change is held against: `since origin/main (c0ffee1)`; '' where no change was looked at. */
export function sinceLine({ comparison }: Report): string {
  if (!comparison?.base) return '';
  const { ref, commit } = comparison.base;
  const short = commit.slice(0, 7);
  if (commit === '') return `since ${ref}`;
  return isHash(ref, commit) ? `since ${short}` : `since ${ref} (${short})`;
}

/** True for a ref that is the hash of its commit, or the beginning of it. */
export function isHash(ref: string, commit: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(ref) && commit.startsWith(ref);
}

/** All there are, beside what a change brings: `41 agents in all, 6 approved, 35 unreviewed`. */
export function allLine({ summary: { agents, approved, unreviewed } }: Report): string {
  return `${quantity(agents, 'agent')} in all, ${number(approved)} approved, ${number(unreviewed)} unreviewed`;
}

/** That agents were not counted; '' where they were. */
export function uncountedLine({ run }: Report): string {
  return countsAgents(run) ? '' : 'Only keys were looked for. Agents are counted in the whole tree: rollcall scan.';
}

/**
 * What was listed and not read, by reason: `12 ignored, 3 link`. '' where nothing was left out. Git's own folder is no part of
 * the tree, and stands in every report; a machine is told of it all the same.
 */
export function skippedLine({ run }: Report): string {
  const told = run.coverage.skipped.filter(({ reason }) => reason !== 'git-directory');
  return list(
    told.map(({ reason, count }) => `${count} ${reason}`),
    10,
  );
}

/** What became of the repositories of a server: `498 read, 2 empty, 12 left out (archived)`; '' where each of them was read. */
export function forgeLine({ run }: Report): string {
  const { forge } = run.coverage;
  if (!forge) return '';
  const left = forge.left.reduce((sum, { count }) => sum + count, 0);
  if (forge.empty + forge.unread + left === 0) return '';
  const why = list(
    forge.left.map(({ reason, count }) => `${number(count)} ${reason}`),
    10,
  );
  const parts = [
    `${number(forge.read)} read`,
    forge.empty > 0 ? `${number(forge.empty)} empty` : '',
    forge.unread > 0 ? `${number(forge.unread)} not read` : '',
    left > 0 ? `${number(left)} left out (${why})` : '',
  ];
  return `Repositories: ${parts.filter((part) => part !== '').join(', ')}`;
}

/** The plain statement of a scan that found no agent, or of one that read nothing. */
export function nothingFound({ run, unattached }: Report): string {
  const { files, history, logs = [], hosts = [] } = run.coverage;
  if (files === 0 && history && history.objects > 0)
    return 'Of history only the keys are looked for, and no files were read.';
  if (files + logs.length + hosts.length === 0) return 'Nothing was read, so nothing can be said.';

  const { length } = unattached.filter((one) => one.kind !== 'key' || one.history === null);
  const mentions =
    length > 0 ? ` ${quantity(length, 'mention')} of one alone ${length === 1 ? 'makes' : 'make'} no agent.` : '';
  return `Nothing that was read uses a language model.${mentions}`;
}

/** Why a report may lack something; '' where the scan is complete. */
export function incompleteLine({ run, problems }: Report): string {
  if (run.complete) return '';

  const what = { tree: 'agents', history: 'agents or keys', staged: 'keys', since: 'agents or keys' }[run.mode];
  const count = problems.filter(({ incomplete }) => incomplete).length;
  if (count === 0) return `Incomplete: the scan did not end, so ${what} may be missing here.`;
  return `Incomplete: ${quantity(count, 'input')} could not be read, or not wholly, so ${what} may be missing here.`;
}

/** Suppressions in numbers; '' where there are none. */
export function suppressedLine({ summary, idle }: Report): string {
  const { placeholders } = summary.keys;
  const parts = [
    countSuppressed(summary),
    placeholders > 0 ? `${quantity(placeholders, 'placeholder')} of a key passed over` : '',
    idle.length > 0 ? `${quantity(idle.length, 'suppression')} without effect or run out` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Agents that are left out of the list of those to review, because somebody accepted them as they are; '' where none are. */
export function acceptedLine({ assessments, findings }: Report): string {
  const { size } = acceptedAgents({ assessments, findings });
  return size === 0 ? '' : `${quantity(size, 'agent')} not approved, and accepted for now`;
}

/** Why examples that nobody approved fail no scan: they are copied and not run; '' where there are none. */
export function exampleLine(report: Report): string {
  const accepted = acceptedAgents(report);
  const { length } = brought(report).assessments.filter(
    ({ agent, verdict }) => agent.example && verdict.state !== 'approved' && !accepted.has(agent.id),
  );
  if (length === 0) return '';
  const what = length === 1 ? 'is an example, and counts' : 'are examples, and count';
  return `${quantity(length, 'unreviewed agent')} ${what} only by --fail-on low`;
}
