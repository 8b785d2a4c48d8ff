import { acceptedAgents, tells } from '../../model/acceptance.ts';
import { brought } from '../../model/brought.ts';
import { type Finding, type Severity, severities } from '../../model/finding.ts';
import type { Location } from '../../model/origin.ts';
import type { Assessment, Report } from '../../model/report.ts';
import type { CheckText } from '../../model/ruleset.ts';
import { spotter } from '../cells.ts';
import { describeVerdict, nameVerdict } from '../describe.ts';
import { visible } from '../escape.ts';
import type { Format } from '../format.ts';
import { incompleteLine } from '../headline.ts';
import { list, quantity } from '../quantity.ts';
import { counted } from '../tally.ts';
import { clip } from '../width.ts';

/** GitHub keeps so many annotations of each level from one step, and drops the others without a word. */
const most = 10;

const levels = ['error', 'warning', 'notice'] as const;
type Level = (typeof levels)[number];

/** What is said beside a line of a file, or of the run where there is no such line. */
interface Annotation {
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
  readonly at: Location | null;
}

/** Workflow commands, by which a runner of GitHub Actions puts findings beside the lines of a pull request. */
export const github: Format = {
  id: 'github',
  extension: 'txt',
  render(report, { checks }) {
    const all = annotations(report, checks);
    const byLevel = levels.map((level) => ({ level, all: all.filter((one) => levelOf(one.severity) === level) }));
    const isOver = byLevel.some((group) => group.all.length > most);
    // What counts the others is a notice itself.
    const room = (level: Level) => (isOver && level === 'notice' ? most - 1 : most);
    const lines = byLevel.flatMap((group) => group.all.slice(0, room(group.level)).map(command));
    const rest = byLevel.map(({ level, all }) => ({ level, count: Math.max(0, all.length - room(level)) }));
    return [...lines, ...(isOver ? [closing(rest)] : [])].map((line) => `${line}\n`).join('');
  },
};

function annotations(report: Report, checks: ReadonlyMap<string, CheckText>): Annotation[] {
  const home = homeOf(report);
  const spotted = spotter(report);
  const all = [
    ...unread(report),
    ...counted(report).map((finding) => ofFinding(finding, spotted(finding), home, checks)),
    ...untold(report).map((assessment) => ofAgent(assessment, home)),
  ];
  return all.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** The checkout, and where in it the files of the report begin. */
interface Home {
  readonly id: string;
  /** '' for its root, else with a slash at its end. */
  readonly folder: string;
}

/** Of what was scanned, the only one that can be the checkout. A line of another has no place here. */
function homeOf({ run }: Report): Home | null {
  const [home, ...others] = run.places.filter(({ source }) => source === 'git' || source === 'directory');
  if (!home || others.length > 0) return null;
  if (home.source === 'git') return { id: home.id, folder: '' };

  // A folder that is no repository itself is a part of one: its name is known where no other target stands beside it.
  const [target, ...rest] = run.targets;
  return target === undefined || rest.length > 0 || !isInside(target)
    ? null
    : { id: home.id, folder: folderOf(target) };
}

/** `services/` for `dir:./services`. */
function folderOf(target: string): string {
  const steps = target.replace(/^dir:/, '').split('/');
  return steps.map((step) => (step === '.' || step === '' ? '' : `${step}/`)).join('');
}

/** Agents that are not approved, and of which no finding tells: they can fail a scan all the same. */
function untold(report: Report): Assessment[] {
  const accepted = acceptedAgents(report);
  const { assessments, findings } = brought(report);
  return assessments.filter(
    (one) =>
      one.verdict.state !== 'approved' &&
      !accepted.has(one.agent.id) &&
      !findings.some((finding) => tells(finding, one)),
  );
}

function unread(report: Report): Annotation[] {
  const message = incompleteLine(report);
  return message === '' ? [] : [{ severity: 'medium', title: 'rollcall: incomplete', message, at: null }];
}

function ofFinding(
  finding: Finding,
  where: string,
  home: Home | null,
  checks: ReadonlyMap<string, CheckText>,
): Annotation {
  const { check, severity, message, repository, object } = finding;
  const title = checks.get(check)?.title;
  const at = object === null ? seenFrom(home, repository, finding) : null;
  return {
    severity,
    title: title === undefined ? check : `${check}: ${title}`,
    message: at ? message : `${message} (${where})`,
    at,
  };
}

function ofAgent({ agent, verdict }: Assessment, home: Home | null): Annotation {
  const [witness] = agent.evidence;
  return {
    severity: agent.example ? 'low' : verdict.state === 'pending' ? 'medium' : 'high',
    title: `rollcall: agent ${nameVerdict(verdict.state)}`,
    message: `Agent "${agent.name}" (${agent.id}): ${describeVerdict(verdict)}`,
    at: witness ? seenFrom(home, agent.repository, witness) : null,
  };
}

/** A place as the checkout has it; `null` where it is none of the checkout. Of what lies in an archive, the archive is shown. */
function seenFrom(home: Home | null, repository: string | null, { file, line, column }: Location): Location | null {
  if (home === null || (repository !== null && repository !== home.id) || !isInside(file)) return null;

  const [outer = file] = file.split('!/');
  return { file: `${home.folder}${outer}`, line: outer === file ? line : 1, column: outer === file ? column : 1 };
}

/** A registry may lie beside the checkout. */
function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.split('/').includes('..');
}

function levelOf(severity: Severity): Level {
  switch (severity) {
    case 'critical':
    case 'high':
      return 'error';
    case 'medium':
      return 'warning';
    case 'low':
      return 'notice';
    default:
      return severity satisfies never;
  }
}

function command({ severity, title, message, at }: Annotation): string {
  const place: [string, string][] = at
    ? [
        ['file', at.file],
        ['line', String(Math.max(1, at.line))],
        ['col', String(Math.max(1, at.column))],
      ]
    : [];
  return issue(levelOf(severity), [...place, ['title', title]], message);
}

function closing(rest: readonly { readonly level: Level; readonly count: number }[]): string {
  const counts = rest.filter(({ count }) => count > 0).map(({ level, count }) => quantity(count, `more ${level}`));
  return issue(
    'notice',
    [['title', 'rollcall']],
    `${list(counts)}: GitHub shows ${most} of each. The report has them all.`,
  );
}

/** Nothing of a name reaches the runner as it is: what it would act on is made visible first, then escaped as data. */
function issue(level: Level, properties: readonly (readonly [name: string, value: string])[], message: string): string {
  const pairs = properties.map(([name, value]) => `${name}=${property(visible(value))}`);
  return `::${level} ${pairs.join(',')}::${data(visible(clip(message, 1000, '…')))}`;
}

/** As the runner reads it back, and no other character beside them. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
