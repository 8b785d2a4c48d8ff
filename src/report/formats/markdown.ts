import { isChange } from '../../model/brought.ts';
import type { Agent, Witness } from '../../model/census.ts';
import type { Finding } from '../../model/finding.ts';
import type { Assessment, Report } from '../../model/report.ts';
import { callsCell, levelCell, placer, spotter, toolsCell } from '../cells.ts';
import { changeParts } from '../change-page.ts';
import {
  describeAttachment,
  describeFinding,
  describeProblem,
  describeState,
  describeVerdict,
  nameVerdict,
} from '../describe.ts';
import { describeEvidence } from '../describe-evidence.ts';
import { policyLines, startLine, unapprovedLine } from '../describe-policy.ts';
import { disarm } from '../escape.ts';
import type { Format } from '../format.ts';
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
import { bold, code, row, text } from '../markdown-text.ts';
import { list, number, quantity } from '../quantity.ts';
import { type Block, sheet } from '../sheet.ts';
import { beyondRoll, componentsLine, counted, type Group, groups, isOpen } from '../tally.ts';

/** A comment on a pull request may have 65,536 characters. */
const limit = 65_000;

/** For a comment on a pull request or the summary of a step: the number, who is unreviewed, what else was found; the rest folds. */
export const markdown: Format = {
  id: 'markdown',
  extension: 'md',
  render(report, { verbose }) {
    const place = placer(report);
    const shown = groups(report).filter((group) => verbose || isOpen(group));
    const blocks = isChange(report)
      ? [summaryBlock(report), ...changeParts(report), findingBlock(report), problemBlock(report)]
      : [
          summaryBlock(report),
          ...shown.map((group) => groupBlock(group, place)),
          ...changeParts(report),
          findingBlock(report),
          problemBlock(report),
          witnessBlock(shown),
        ];
    return disarm(
      sheet(
        blocks.filter((block) => block.head !== ''),
        limit,
      ),
    );
  },
};

const nothing: Block = { head: '', rows: [], foot: '' };

function summaryBlock(report: Report): Block {
  const { agents, approved, unreviewed } = report.summary;
  const title =
    unreviewed > 0 ? `${number(unreviewed)} of ${quantity(agents, 'agent')} unreviewed` : 'no unreviewed agent';
  const counts = `**${quantity(agents, 'agent')}**, ${number(approved)} approved, **${number(unreviewed)} unreviewed**`;
  const change = changeTitle(report);
  const coverage = coverageParts(report).join(' · ');
  const paragraphs = [
    `## rollcall: ${change || title}`,
    change === ''
      ? `${counts} · ${coverage}`
      : `${isChange(report) ? changeLine(report) : uncountedLine(report)} (${coverage})`,
    agents === 0 && change === '' ? nothingFound(report) : '',
    registryLine(report),
    bold(incompleteLine(report)),
    componentsLine(report) === '' ? '' : `Beside them: ${componentsLine(report)}.`,
    acceptedLine(report) === '' ? '' : `${acceptedLine(report)}.`,
    exampleLine(report) === '' ? '' : `${exampleLine(report)}.`,
    suppressedLine(report) === '' ? '' : `${suppressedLine(report)}.`,
    `Held against ${policyLines(report, true).map(policyPart).join(', ')}.`,
  ];
  return { head: `${paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')}\n`, rows: [], foot: '' };
}

/** `no baseline`, or what it is and where it stands. */
function policyPart(line: string): string {
  return line.endsWith(' none') ? `no ${line.slice(0, -' none'.length)}` : code(line);
}

/** What the change is held against, and what there is in all. */
function changeLine(report: Report): string {
  return text(`${capital(sinceLine(report))}; ${allLine(report)}.`);
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}

function registryLine(report: Report): string {
  const line = unapprovedLine(report);
  return line === '' ? '' : `${text(line)} ${startLine(report).replace('rollcall init', '`rollcall init`')}`;
}

function groupBlock({ state, accepted, assessments }: Group, place: (agent: Agent) => string): Block {
  const name = nameVerdict(state);
  const title = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}${accepted ? ', accepted' : ''}`;
  return {
    head: `\n### ${title} (${number(assessments.length)}): ${describeState(state)}\n\n${row(['Agent', 'Level', 'Calls', 'Tools', 'Where'])}\n${row(['---', '---', '---', '---', '---'])}\n`,
    rows: assessments.map((assessment) => agentRow(assessment, place)),
    foot: '',
  };
}

function agentRow(assessment: Assessment, place: (agent: Agent) => string): string {
  const { agent } = assessment;
  return row([
    `**${text(agent.name)}**`,
    text(levelCell(agent)),
    text(callsCell(assessment)),
    text(toolsCell(assessment)),
    code(place(agent)),
  ]);
}

/** Findings that the list of agents does not tell. */
function findingBlock(report: Report): Block {
  const findings = beyondRoll(counted(report));
  if (findings.length === 0) return nothing;
  const spotted = spotter(report);
  return {
    head: `\n### Findings (${number(findings.length)})\n\n${row(['Severity', 'Check', 'Where', 'What'])}\n${row(['---', '---', '---', '---'])}\n`,
    rows: findings.map((finding) => findingRow(finding, spotted(finding))),
    foot: '',
  };
}

function findingRow(finding: Finding, where: string): string {
  const { severity, check } = finding;
  return row([severity, text(check), code(where), text(describeFinding(finding))]);
}

function problemBlock(report: Report): Block {
  const skipped = skippedLine(report);
  const repositories = forgeLine(report);
  if (report.problems.length === 0 && skipped === '' && repositories === '') return nothing;
  return folded('Not read', [
    ...report.problems.map(
      (problem) => `- ${problem.incomplete ? '**may hide agents:** ' : ''}${text(describeProblem(problem))}`,
    ),
    ...(skipped === '' ? [] : [`- left out: ${text(skipped)}`]),
    ...(repositories === '' ? [] : [`- ${text(repositories)}`]),
  ]);
}

/** Why each agent is one: its verdict and its witnesses. */
function witnessBlock(shown: readonly Group[]): Block {
  const rows = shown.flatMap(({ assessments }) => assessments.flatMap(witnesses));
  return rows.length === 0 ? nothing : folded('Evidence', rows);
}

const mostWitnesses = 10;

function witnesses({ agent, verdict }: Assessment): string[] {
  const rest = agent.evidence.length - mostWitnesses;
  return [
    `- **${text(agent.name)}** ${code(agent.id)}: ${text(describeVerdict(verdict))}`,
    ...(agent.members.length > 0 ? [`  - members: ${text(list(agent.members))}`] : []),
    ...agent.evidence.slice(0, mostWitnesses).map((witness) => `  - ${seen(witness)}`),
    ...(rest > 0 ? [`  - and ${quantity(rest, 'more witness', 'more witnesses')}`] : []),
  ];
}

function seen(witness: Witness): string {
  // To stand in the unit is the rule; another reason is worth a word.
  const why = witness.attachedBy === 'unit' ? '' : ` (${describeAttachment(witness.attachedBy)})`;
  return `${code(`${witness.file}:${witness.line}`)} ${text(describeEvidence(witness))}${why}`;
}

function folded(title: string, rows: readonly string[]): Block {
  return { head: `\n<details><summary>${title}</summary>\n\n`, rows, foot: '\n</details>\n' };
}
