import type {
  Invocation,
  Log,
  Notification,
  ReportingDescriptor,
  Result,
  Run,
  Location as SarifLocation,
  VersionControlDetails,
} from 'sarif';
import type { Finding, Severity } from '../../model/finding.ts';
import type { Location } from '../../model/origin.ts';
import type { Problem } from '../../model/problem.ts';
import { countsAgents, type Report } from '../../model/report.ts';
import type { CheckText } from '../../model/ruleset.ts';
import { nameProblem } from '../describe.ts';
import { visible } from '../escape.ts';
import type { Format } from '../format.ts';
import { quantity } from '../quantity.ts';
import { quietParts } from '../quiet.ts';
import { counted } from '../tally.ts';
import { pathUri, repositoryUri } from '../uri.ts';

type Checks = ReadonlyMap<string, CheckText>;

/** What code scanning shows of one run, and of one result. */
const mostResults = 5000;
const mostRelated = 100;
const mostNotifications = 1000;
const mostTags = 20;

const root = '%SRCROOT%';

/** SARIF 2.1.0 for code scanning: one run for each repository, findings that count, what was not read as notifications. */
export const sarif: Format = {
  id: 'sarif',
  extension: 'sarif',
  render: (report, { checks }) => [...log(report, shares(report), checks)].join(''),
  parts: (report, { checks }) => log(report, shares(report), checks),
  pages: (report, { checks }) =>
    shares(report).map((share) => ({ place: share.repository, parts: log(report, [share], checks) })),
};

function* log(report: Report, shares: readonly Share[], checks: Checks): Iterable<string> {
  yield* quietParts({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: runs(report, shares, checks),
  } satisfies Omit<Log, 'runs'> & { readonly runs: Iterable<Run> });
  yield '\n';
}

function* runs(report: Report, shares: readonly Share[], checks: Checks): Iterable<Run> {
  for (const share of shares) yield run(report, share, checks);
}

/** What belongs to one repository. */
interface Share {
  readonly repository: string;
  readonly commit: string | null;
  readonly findings: readonly Finding[];
  /** Findings of which no file of the tree shows anything. */
  readonly past: readonly Finding[];
  readonly problems: readonly Problem[];
}

/** The report by repository. What belongs to none goes with the only one there is, else by itself. */
function shares(report: Report): Share[] {
  const places = report.run.places;
  const only = places.length === 1 ? places[0]?.id : undefined;
  const shares = new Map(places.map(({ id, commit }) => [id, share(id, commit)]));
  const of = (repository: string) => {
    const found = shares.get(repository) ?? share(repository, null);
    shares.set(repository, found);
    return found;
  };
  for (const finding of counted(report)) {
    const found = of(finding.repository ?? only ?? 'registry');
    (finding.object === null ? found.findings : found.past).push(finding);
  }
  for (const problem of report.problems) of(problem.place).problems.push(problem);
  return shares.size > 0 ? [...shares.values()] : [share('nothing', null)];
}

function share(repository: string, commit: string | null) {
  return { repository, commit, findings: [] as Finding[], past: [] as Finding[], problems: [] as Problem[] };
}

function run(report: Report, share: Share, checks: Checks): Run {
  const findings = share.findings.slice(0, mostResults);
  const ids = [...new Set(findings.map(({ check }) => check))].sort();
  return {
    tool: {
      driver: {
        name: report.tool.name,
        version: report.tool.version,
        rules: ids.map((id) => descriptor(id, checks.get(id))),
        properties: { rules: report.tool.rules },
      },
    },
    automationDetails: { id: `rollcall/${visible(share.repository)}/${category(report.run)}` },
    ...provenance(share),
    originalUriBaseIds: { [root]: { description: { text: 'The root of the repository.' } } },
    columnKind: 'utf16CodeUnits',
    invocations: [invocation(report, share)],
    results: findings.map((finding) => result(finding, ids.indexOf(finding.check), share.repository)),
    properties: policy(report),
  };
}

/** By what it was judged, so that a gate that somebody weakened is seen. */
function policy({ run: { registry, config, baseline } }: Report): NonNullable<Run['properties']> {
  const { origin, ref, digest } = registry;
  return {
    registry: { origin, ref: ref?.name ?? null, commit: ref?.commit ?? null, digest },
    config: { origin: config.origin, digest: config.digest },
    baseline: { origin: baseline.origin, digest: baseline.digest },
  };
}

/** What stands under one id is the whole of it, for code scanning: what is missing there is mended. A change is not the whole. */
function category(run: Report['run']): string {
  return countsAgents(run) ? '' : `${run.mode}/`;
}

function provenance({ repository, commit }: Share): { versionControlProvenance?: VersionControlDetails[] } {
  const uri = repositoryUri(repository);
  if (uri === null || commit === null) return {};
  return { versionControlProvenance: [{ repositoryUri: uri, revisionId: commit, mappedTo: { uriBaseId: root } }] };
}

function descriptor(id: string, check: CheckText | undefined): ReportingDescriptor {
  if (!check) return { id };

  const { title, why, mend, severity, precision, references, tags } = check;
  const [reference] = references;
  return {
    id,
    name: title.replace(/\P{L}+(\p{L}?)/gu, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why },
    help: { text: `${why}\n\nTo mend: ${mend}`, markdown: help(check) },
    ...(reference ? { helpUri: reference.url } : {}),
    defaultConfiguration: { level: level(severity) },
    properties: {
      tags: [...new Set(['security', ...tags])].slice(0, mostTags),
      precision,
      'problem.severity': level(severity) === 'note' ? 'recommendation' : level(severity),
      'security-severity': score(severity),
    },
  };
}

function help({ why, mend, references }: CheckText): string {
  const links = references.map(({ name, url }) => `- [${name}](${url})`);
  return [why.trim(), '**To mend.** '.concat(mend.trim()), ...(links.length > 0 ? [links.join('\n')] : [])].join(
    '\n\n',
  );
}

function level(severity: Severity): 'error' | 'warning' | 'note' {
  switch (severity) {
    case 'critical':
    case 'high':
      return 'error';
    case 'medium':
      return 'warning';
    case 'low':
      return 'note';
    default:
      return severity satisfies never;
  }
}

/** As code scanning reads it: over 9 is critical, over 7 high, over 4 medium. */
function score(severity: Severity): string {
  switch (severity) {
    case 'critical':
      return '9.5';
    case 'high':
      return '8.0';
    case 'medium':
      return '5.5';
    case 'low':
      return '2.0';
    default:
      return severity satisfies never;
  }
}

function result(finding: Finding, ruleIndex: number, repository: string): Result {
  const { check, severity, message, locations, fingerprint, agent, entry, provider, broughtBy } = finding;
  // A URI under the root of this repository cannot name a file of another.
  const related = locations
    .filter((sighting) => sighting.repository === repository && sighting.object === null)
    .slice(0, mostRelated);
  return {
    ruleId: check,
    ruleIndex,
    level: level(severity),
    message: { text: literal(message) },
    locations: [physical(finding)],
    ...(related.length > 0 ? { relatedLocations: related.map((sighting, id) => ({ id, ...physical(sighting) })) } : {}),
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    properties: { severity, agent, entry, provider, sightings: locations.length, ...(broughtBy ? { broughtBy } : {}) },
  };
}

/** A message shows names as they are: in SARIF `[a](b)` would be a link and `{0}` a gap to fill. */
function literal(message: string): string {
  return visible(message)
    .replace(/\](?=\()/g, '\\]')
    .replace(/\{(\d+)\}/g, '{{$1}}');
}

function physical({ file, line, column }: Location): SarifLocation {
  return {
    physicalLocation: {
      artifactLocation: { uri: pathUri(file), uriBaseId: root },
      region: { startLine: Math.max(1, line), startColumn: Math.max(1, column) },
    },
  };
}

function invocation({ run }: Report, share: Share): Invocation {
  const { startedAt, complete, coverage } = run;
  const { files, skipped } = coverage;
  return {
    executionSuccessful: complete,
    ...(startedAt === null ? {} : { startTimeUtc: startedAt }),
    toolExecutionNotifications: [...unread(share), ...left(share), ...skipped.map(skip)],
    properties: {
      complete,
      filesScanned: files,
      filesSkipped: skipped.reduce((sum, { count }) => sum + count, 0),
    },
  };
}

function unread({ problems }: Share): Notification[] {
  // What makes the scan incomplete is told before mere notes.
  const told = [...problems].sort((a, b) => Number(b.incomplete) - Number(a.incomplete));
  const rest = told.length - mostNotifications;
  return [
    ...told.slice(0, mostNotifications).map(notification),
    ...(rest > 0 ? [note(`${quantity(rest, 'more input')} could not be read, or not wholly.`, 'warning')] : []),
  ];
}

function notification({ file, reason, message, incomplete }: Problem): Notification {
  return {
    ...note(literal(`${file} (${nameProblem(reason)}): ${message}`), incomplete ? 'error' : 'note'),
    locations: [{ physicalLocation: { artifactLocation: { uri: pathUri(file), uriBaseId: root } } }],
  };
}

/** Results beyond what code scanning takes are counted, never dropped in silence. */
function left({ findings, past }: Share): Notification[] {
  const rest = findings.length - mostResults;
  const notes: Notification[] = [];
  if (rest > 0) {
    const text = `${quantity(rest, 'finding')} of least severity left out: a run holds ${quantity(mostResults, 'result')}.`;
    notes.push(note(text, 'warning'));
  }
  if (past.length > 0) {
    const text = `${quantity(past.length, 'finding')} in the history alone left out: code scanning shows what stands in a file. The other formats have them.`;
    notes.push(note(text, 'warning'));
  }
  return notes;
}

function skip({ reason, count }: Report['run']['coverage']['skipped'][number]): Notification {
  return note(literal(`${quantity(count, 'file')} in all of the scan not read: ${reason}.`), 'note');
}

function note(text: string, level: Notification.level): Notification {
  return { level, message: { text } };
}
