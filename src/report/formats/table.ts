import { brought, isChange } from '../../model/brought.ts';
import type { Finding } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { countsAgents, type Report } from '../../model/report.ts';
import { placer, spotter } from '../cells.ts';
import { changeBlocks } from '../change-blocks.ts';
import { describeFinding, describeProblem, describeState, nameVerdict } from '../describe.ts';
import { describeLink, linkWord } from '../describe-link.ts';
import { policyLines, startLine, unapprovedLine } from '../describe-policy.ts';
import { describeIdle, describeSuppression } from '../describe-suppression.ts';
import { disarm } from '../escape.ts';
import type { Format } from '../format.ts';
import { grid } from '../grid.ts';
import {
  acceptedLine,
  allLine,
  changeTitle,
  coverageParts,
  exampleLine,
  forgeLine,
  incompleteLine,
  nothingFound,
  sinceLine,
  skippedLine,
  suppressedLine,
  uncountedLine,
} from '../headline.ts';
import { type Ink, ink, shade, tint } from '../ink.ts';
import { number, quantity } from '../quantity.ts';
import { roll } from '../roll.ts';
import { beyondRoll, componentsLine, counted, groups, isOpen, ranked } from '../tally.ts';
import { clip, columns, squeeze, wrap } from '../width.ts';

/** What a person sees in a terminal. The number comes first; a line that says nothing new is left out. */
export const table: Format = {
  id: 'table',
  extension: 'txt',
  render(report, options) {
    const pen = ink(options);
    const blocks = [
      headline(report, pen),
      nothingBlock(report, pen),
      registryNote(report, pen),
      ...agentBlocks(report, pen, options.verbose),
      ...changeBlocks(report, pen),
      acceptedBlock(report, pen, options.verbose),
      isChange(report) ? [] : componentBlock(report, pen),
      findingBlock(report, pen, options.verbose),
      linkBlock(report, pen, options.verbose),
      options.verbose ? idleBlock(report, pen) : [],
      options.verbose ? unreadBlock(report, pen) : [],
      footer(report, pen, options.verbose),
    ];
    const text = blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n');
    return disarm(`${text}\n`);
  },
};

/** `  47 agents   6 approved   41 unreviewed          12 repositories · …` */
function headline(report: Report, pen: Ink): string[] {
  const { agents, approved, unreviewed } = report.summary;
  const { chalk, dot, width } = pen;
  const coverage = coverageParts(report).join(` ${dot} `);
  const change = changeTitle(report);
  if (isChange(report)) return changeHead(report, change, coverage, pen);
  if (change !== '') return [`  ${chalk.bold(change)}          ${chalk.dim(coverage)}`];

  const parts = [
    quantity(agents, 'agent'),
    `${number(approved)} approved`,
    `${number(unreviewed)} unreviewed`,
  ] as const;
  const shown = agents === 0 ? parts.slice(0, 1) : parts;
  const painted = [
    chalk.bold(parts[0]),
    approved > 0 ? chalk.green(parts[1]) : parts[1],
    unreviewed > 0 ? chalk.red.bold(parts[2]) : chalk.green(parts[2]),
  ];
  const line = `  ${painted.slice(0, shown.length).join('   ')}`;
  const wraps = columns(`  ${shown.join('   ')}          ${coverage}`) > width;
  return wraps ? [line, `  ${chalk.dim(coverage)}`] : [`${line}          ${chalk.dim(coverage)}`];
}

/** Of a change first what it brings, then what there is in all. */
function changeHead(report: Report, title: string, coverage: string, { chalk, dot }: Ink): string[] {
  return [
    `  ${chalk.bold(title)}          ${sinceLine(report)}`,
    `  ${chalk.dim(`${allLine(report)} ${dot} ${coverage}`)}`,
  ];
}

/** Where there is no agent it is said plainly, with what was left out. */
function nothingBlock(report: Report, { chalk, plain }: Ink): string[] {
  if (report.summary.agents > 0 || !countsAgents(report.run)) return [];

  const skipped = skippedLine(report);
  return [`  ${nothingFound(report)}`, ...(skipped === '' ? [] : [`  ${chalk.dim(`Left out: ${plain(skipped)}`)}`])];
}

function registryNote(report: Report, { chalk, plain }: Ink): string[] {
  const line = unapprovedLine(report);
  return line === ''
    ? []
    : [`  ${plain(line)} ${startLine(report).replace('rollcall init', chalk.bold('rollcall init'))}`];
}

/** More rows than anybody reads on a terminal. */
const mostRows = 1000;

/** What is left out of a list that has no end, such as the callers in the logs of a network. */
function restLine(length: number, { chalk }: Ink, verbose: boolean): string[] {
  if (verbose || length <= mostRows) return [];
  return [
    `  ${chalk.dim(`and ${number(length - mostRows)} more (--verbose lists them, and so do all other formats)`)}`,
  ];
}

function agentBlocks(report: Report, pen: Ink, verbose: boolean): string[][] {
  const shown = groups(report).filter((group) => verbose || isChange(report) || isOpen(group));
  const parts = roll(
    shown.map(({ assessments }) => (verbose ? assessments : assessments.slice(0, mostRows))),
    placer(report),
    pen,
  );
  return shown.map(({ state, accepted, assessments }, group) => {
    const name = `${nameVerdict(state).toUpperCase()}${accepted ? ', ACCEPTED' : ''}`;
    const title = accepted ? pen.chalk.bold(name) : tint(pen, state).bold(name);
    const meaning = pen.chalk.dim(`${number(assessments.length)}, ${describeState(state)}`);
    return [`  ${title}  ${meaning}`, ...(parts[group] ?? []), ...restLine(assessments.length, pen, verbose)];
  });
}

/** Who is new must not be sought among those that were accepted long ago. */
function acceptedBlock(report: Report, { chalk }: Ink, verbose: boolean): string[] {
  const line = acceptedLine(report);
  return line === '' || verbose ? [] : [`  ${chalk.bold('ACCEPTED')}  ${chalk.dim(`${line} (--verbose lists them)`)}`];
}

function componentBlock(report: Report, { chalk }: Ink): string[] {
  const line = componentsLine(report);
  return line === '' ? [] : [`  ${chalk.dim(`Beside them: ${line}`)}`];
}

function findingBlock(report: Report, pen: Ink, verbose: boolean): string[] {
  // The tables of agents have just said who is unreviewed.
  const all = verbose ? ranked(brought(report).findings) : beyondRoll(counted(report));
  const findings = verbose ? all : all.slice(0, mostRows);
  if (findings.length === 0) return [];

  const spotted = spotter(report);
  const spots = new Map(findings.map((finding) => [finding, pen.plain(spotted(finding))]));
  const widest = [...spots.values()].reduce((most, text) => Math.max(most, columns(text)), 0);
  const room = Math.min(widest, Math.max(20, Math.floor(pen.width * 0.4)));
  const left = Math.max(24, pen.width - room - 21);
  return [
    `  ${pen.chalk.bold('FINDINGS')}  ${pen.chalk.dim(number(all.length))}`,
    ...grid(
      findings.map((finding) => findingRow(finding, squeeze(spots.get(finding) ?? '', room, pen.more), left, pen)),
    ),
    ...restLine(all.length, pen, verbose),
    `  ${pen.chalk.dim(mendLine(findings))}`,
  ];
}

/** What the list is too narrow for: how the gravest of them is mended, or accepted for a while. */
function mendLine([first]: readonly Finding[]): string {
  return `How to mend or accept one: rollcall explain ${first?.check ?? ''}`;
}

function findingRow(finding: Finding, where: string, left: number, pen: Ink): string[] {
  const { severity, check, suppressed } = finding;
  const { plain, more, chalk } = pen;
  const note = suppressed === null ? '' : ` (${describeSuppression(suppressed)})`;
  const text = wrap(clip(plain(`${describeFinding(finding)}${note}`), 600, more), left);
  const paint = suppressed === null ? shade(pen, severity) : chalk.dim;
  return [paint(severity), chalk.bold(plain(check)), chalk.dim(where), text.join('\n')];
}

/** What ties repositories to one another: more than a few are listed where they are asked for. */
function linkBlock({ links = [] }: Report, { chalk, plain, more, width }: Ink, verbose: boolean): string[] {
  if (links.length === 0) return [];
  const shown = verbose ? links.slice(0, mostRows) : links.slice(0, fewLinks);
  const rest = links.length - shown.length;
  return [
    `  ${chalk.bold('ACROSS REPOSITORIES')}  ${chalk.dim(number(links.length))}`,
    ...grid(
      shown.map((link) => [
        linkWord(link.kind),
        clip(plain(link.name), Math.max(30, width - 50), more),
        chalk.dim(describeLink(link)),
      ]),
    ),
    ...(rest > 0
      ? [`  ${chalk.dim(`and ${number(rest)} more (${verbose ? '-o json lists them' : '--verbose lists them'})`)}`]
      : []),
  ];
}

/** So many are told without being asked for. */
const fewLinks = 10;

/** Suppressions that can go. */
function idleBlock({ idle }: Report, { chalk, plain, more }: Ink): string[] {
  if (idle.length === 0) return [];
  return [
    `  ${chalk.bold('WITHOUT EFFECT OR RUN OUT')}  ${chalk.dim(number(idle.length))}`,
    ...idle.map((suppression) => `  ${chalk.dim(clip(plain(describeIdle(suppression)), 600, more))}`),
  ];
}

/** What was not read, one by one. */
function unreadBlock({ problems }: Report, { chalk, plain, more }: Ink): string[] {
  if (problems.length === 0) return [];
  return [
    `  ${chalk.bold('NOT READ')}  ${chalk.dim(number(problems.length))}`,
    ...problems.map((problem) => {
      const text = clip(plain(describeProblem(problem)), 600, more);
      return `  ${problem.incomplete ? chalk.yellow(text) : chalk.dim(text)}`;
    }),
  ];
}

function unreadLines(problem: Problem, { chalk, plain, width, more }: Ink): string[] {
  const text = clip(plain(describeProblem(problem)), 600, more);
  return wrap(text, width - 4).map((line) => `    ${chalk.yellow(clip(line, width - 4, more))}`);
}

/** So many inputs that were not read are named without being asked for: seldom are there more. */
const fewUnread = 3;

function footer(report: Report, ink: Ink, verbose: boolean): string[] {
  const { chalk, plain, more } = ink;
  const uncounted = uncountedLine(report);
  const incomplete = incompleteLine(report);
  const suppressed = suppressedLine(report);
  const examples = exampleLine(report);
  const skipped = verbose && report.summary.agents > 0 ? skippedLine(report) : '';
  const repositories = forgeLine(report);
  const lacking = verbose ? [] : report.problems.filter((problem) => problem.incomplete);
  const named = lacking.length > fewUnread ? [] : lacking;
  const hint = !verbose && report.problems.length > named.length ? ' (--verbose lists them)' : '';
  return [
    ...(repositories === '' ? [] : [`  ${chalk.dim(plain(repositories))}`]),
    ...(skipped === '' ? [] : [`  ${chalk.dim(`Left out: ${plain(skipped)}`)}`]),
    ...(uncounted === '' ? [] : [`  ${chalk.dim(uncounted)}`]),
    ...(incomplete === '' ? [] : [`  ${chalk.yellow(`${incomplete}${hint}`)}`]),
    ...named.flatMap((problem) => unreadLines(problem, ink)),
    ...(examples === '' ? [] : [`  ${chalk.dim(examples)}`]),
    ...(suppressed === '' ? [] : [`  ${chalk.dim(suppressed)}`]),
    ...policyLines(report, verbose).map((line) => `  ${chalk.dim(clip(plain(line), 600, more))}`),
  ];
}
