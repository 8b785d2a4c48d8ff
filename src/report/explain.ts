import type { Agent, Credential, Witness } from '../model/census.ts';
import type { Finding } from '../model/finding.ts';
import type { Assessment, Report } from '../model/report.ts';
import type { CheckText } from '../model/ruleset.ts';
import type { Caller } from '../model/traffic.ts';
import { callersOf, workloadName } from '../registry/callers.ts';
import { spot } from './cells.ts';
import {
  describeAttachment,
  describeDrift,
  describeFinding,
  describeLevel,
  describeUnit,
  describeVerdict,
  nameVerdict,
} from './describe.ts';
import { describeBasisOf, describeEvidence, describeTool } from './describe-evidence.ts';
import { describeMend } from './describe-mend.ts';
import { type Acceptance, describeAcceptance, describeSuppression } from './describe-suppression.ts';
import { disarm } from './escape.ts';
import type { FormatOptions } from './format.ts';
import { grid } from './grid.ts';
import { type Ink, ink, shade, tint } from './ink.ts';
import { type Found, look } from './look.ts';
import { number } from './quantity.ts';
import { ranked } from './tally.ts';
import { clip, wrap } from './width.ts';

/**
 * What is known of an agent (asked for by id, path or name, or by the id of its entry), a finding (by fingerprint) or a check (by id): every
 * witness, why it was attached, how to mend. Without a report only a check can be explained.
 */
export function explain(report: Report | null, query: string, options: FormatOptions): string {
  const pen = ink(options);
  const found = look(report, query, options.checks);
  const findings = report === null ? [] : ranked(report.findings);
  switch (found.kind) {
    case 'agent':
      return page(agentPage(found.assessment, findings, pen));
    case 'entry':
      return page(entryPage(found, findings, pen));
    case 'finding':
      return page(findingPage(found.finding, report, options.checks.get(found.finding.check), pen));
    case 'check':
      return page(checkPage(found.id, options.checks.get(found.id), findings, pen));
    default:
      return found satisfies never;
  }
}

type Section = readonly string[];

function page(sections: readonly Section[]): string {
  const told = sections.filter((section) => section.length > 0).map((section) => section.join('\n'));
  return disarm(`${told.join('\n\n')}\n`);
}

/** An entry is known by its agents. Where it has none it is said whether that is sure. */
function entryPage(
  { id, state, assessments }: Found & { kind: 'entry' },
  findings: readonly Finding[],
  pen: Ink,
): Section[] {
  if (assessments.length > 0) return assessments.flatMap((one) => agentPage(one, findings, pen));

  const why =
    state === 'unseen'
      ? `No agent fits it, though its place was wholly scanned. If the agent is gone: rollcall registry deprecate ${id}`
      : 'No agent that was found fits it. Not all of its places were scanned, so there may be one.';
  const ghosts = findings.filter((finding) => finding.entry === id);
  return [
    [`  ${pen.chalk.bold(pen.plain(id))}   an entry of the registry`],
    prose(why, pen),
    findingSection(ghosts, pen),
  ];
}

function agentPage({ agent, verdict }: Assessment, findings: readonly Finding[], pen: Ink): Section[] {
  const { chalk, plain } = pen;
  const state = tint(pen, verdict.state).bold(nameVerdict(verdict.state));
  return [
    [`  ${chalk.bold(plain(agent.name))}   ${state}`, `  ${chalk.dim(plain(agent.id))}`],
    factSection(agent, pen),
    section(
      'VERDICT',
      [
        ...prose(describeVerdict(verdict), pen),
        ...verdict.drift.map((drift) => `  ${shade(pen, drift.severity)(plain(`+ ${describeDrift(drift)}`))}`),
        ...(verdict.undecided.length > 0
          ? prose(`Decided at run time, so not held against the scope: ${verdict.undecided.join(', ')}.`, pen)
          : []),
      ],
      pen,
    ),
    section('TO MEND', mendLines({ agent, verdict }, pen), pen),
    section(
      'EVIDENCE',
      grid(agent.evidence.map((witness) => witnessRow(witness, agent, pen))),
      pen,
      agent.evidence.length,
    ),
    findingSection(
      findings.filter((finding) => finding.agent === agent.id),
      pen,
    ),
  ];
}

function mendLines(assessment: Assessment, pen: Ink): string[] {
  const mend = describeMend(assessment);
  if (mend === null) return [];
  const yaml = mend.yaml === '' ? [] : mend.yaml.split('\n').map(pen.plain);
  return [
    ...prose(mend.advice, pen),
    ...yaml,
    ...mend.commands.map((command) => `    ${pen.chalk.bold(pen.plain(command))}`),
  ];
}

/** What is known of the agent, one line for each facet of which something is known. */
function factSection(agent: Agent, { chalk, plain, width }: Ink): Section {
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['level', [describeLevel(agent.level)]],
    ['unit', [`${describeUnit(agent.kind)}${agent.example ? ', in a folder of examples' : ''}`]],
    ['owner', agent.owner === null ? [] : [agent.owner]],
    ['claims to be', agent.claim === null ? [] : [agent.claim]],
    ['members', agent.members],
    ['providers', agent.providers],
    ['hosts', agent.hosts],
    ['models', agent.models],
    ['frameworks', agent.frameworks],
    ['tools', agent.tools.map(describeTool)],
    ['MCP servers', agent.mcpServers],
    ['credentials', agent.credentials.map(credential)],
    ['data sinks', agent.dataSinks],
    ['triggers', agent.triggers],
    ['identities', agent.identities],
    ['runs as', names(agent, ({ workload }) => (workload ? [workloadName(workload)] : []))],
    ['image', names(agent, ({ image }) => image ?? [])],
    ['machines', names(agent, ({ hosts }) => hosts)],
    ['user agents', [...new Set(agent.evidence.flatMap((one) => (one.kind === 'traffic' ? one.userAgents : [])))]],
    ['reached via', agent.via],
    ['at run time', agent.dynamic.map((facet) => `${facet} are decided`)],
  ];
  return grid(
    facts
      .filter(([, values]) => values.length > 0)
      .map(([title, values]) => [chalk.dim(title), wrap(values.map(plain).join(', '), width - 18).join('\n')]),
  );
}

/** Names of all that an agent was seen to run as. */
function names(agent: Agent, namesOf: (caller: Caller) => string | readonly string[]): readonly string[] {
  return [...new Set(callersOf(agent).flatMap(namesOf))];
}

function credential({ env, ref, fingerprint }: Credential): string {
  const name = env ?? ref ?? 'embedded key';
  const more = [env === null ? null : ref, fingerprint === null ? null : `key ${fingerprint.slice(0, 8)}`].filter(
    (part) => part !== null,
  );
  return more.length === 0 ? name : `${name} (${more.join(', ')})`;
}

function witnessRow(witness: Witness, agent: Agent, pen: Ink): string[] {
  const { file, line, column, place, confidence, weight, context, attachedBy } = witness;
  const where = place === agent.repository ? file : `${place}//${file}`;
  const how = [weight, `${confidence} confidence`, describeAttachment(attachedBy)];
  if (witness.kind === 'traffic') {
    const seen = [describeBasisOf(witness), ...how].join(', ');
    return told(`${where}:${linesOf(witness)}`, describeEvidence(witness), seen, pen);
  }
  const [first, second, ...rest] = how;
  return told(
    `${where}:${line}:${column}`,
    describeEvidence(witness),
    [first, second, context, ...rest].join(', '),
    pen,
  );
}

/** `12, 15, 19`: the first records of a log that tell of it. */
function linesOf({ file, line, lines }: Witness & { kind: 'traffic' }): string {
  const same = lines.flatMap((one) => (one.file === file ? one.line : []));
  return [...new Set([line, ...same])].toSorted((a, b) => a - b).join(', ');
}

/** The place, and under it what stands there. */
function told(where: string, what: string, how: string, { chalk, plain, more, width }: Ink): string[] {
  const lines = wrap(clip(plain(what), 600, more), width - 6).map((line) => `  ${line}`);
  return [[plain(where), ...lines, `  ${chalk.dim(plain(how))}`].join('\n')];
}

function findingSection(findings: readonly Finding[], pen: Ink): Section {
  const rows = findings.map((finding) => {
    const { severity, check, fingerprint, suppressed } = finding;
    const how = suppressed === null ? fingerprint : `${fingerprint}, ${describeSuppression(suppressed)}`;
    return [
      shade(pen, severity)(severity),
      pen.chalk.bold(pen.plain(check)),
      ...told(spot(finding), describeFinding(finding), how, { ...pen, width: pen.width - 17 }),
    ];
  });
  return section('FINDINGS', grid(rows), pen, findings.length);
}

function findingPage(finding: Finding, report: Report | null, check: CheckText | undefined, pen: Ink): Section[] {
  const { chalk, plain } = pen;
  const title = check ? `   ${check.title}` : '';
  const facts = [
    [
      'where',
      `${finding.repository === null ? '' : `${finding.repository}//`}${finding.file}:${finding.line}:${finding.column}`,
    ],
    ['commit', finding.commit],
    ['object', finding.object],
    ['agent', finding.agent],
    ['entry', finding.entry],
    ['provider', finding.provider],
    ['fingerprint', finding.fingerprint],
    ['counts', finding.suppressed === null ? 'yes' : `no, ${describeSuppression(finding.suppressed)}`],
  ] as const;
  return [
    [`  ${chalk.bold(plain(finding.check))}   ${shade(pen, finding.severity)(finding.severity)}${title}`],
    prose(describeFinding(finding), pen),
    grid(facts.flatMap(([name, value]) => (value === null ? [] : [[chalk.dim(name), plain(value)]]))),
    section(
      'ALSO SEEN AT',
      finding.locations.map(
        ({ repository, file, line, column, commit }) =>
          `  ${plain(`${repository}//${file}:${line}:${column}${commit === null ? '' : ` in commit ${commit}`}`)}`,
      ),
      pen,
      finding.locations.length,
    ),
    ...keySections(finding, report, pen),
    ...checkTexts(check, pen),
  ];
}

/** What the key can do, and how to be rid of it; for each kind that it may be of. */
function keySections({ keyType }: Finding, report: Report | null, pen: Ink): Section[] {
  const ids = new Set(keyType?.split('|'));
  const types = report?.keyTypes.filter(({ id }) => ids.has(id)) ?? [];
  return types.map(({ name, can, revoke, docs }) =>
    section(
      name.toUpperCase(),
      grid(
        [
          ['can', can],
          ['to revoke', revoke],
          ['documented', docs],
        ].map(([title = '', text = '']) => [pen.chalk.dim(title), wrap(pen.plain(text), pen.width - 16).join('\n')]),
      ),
      pen,
    ),
  );
}

function checkPage(id: string, check: CheckText | undefined, findings: readonly Finding[], pen: Ink): Section[] {
  const { chalk } = pen;
  const title = check ? `   ${shade(pen, check.severity)(check.severity)}   ${check.title}` : '';
  const off = check && !check.default ? [`  ${chalk.dim('Off unless the configuration switches it on.')}`] : [];
  return [
    [`  ${chalk.bold(pen.plain(id))}${title}`, ...off],
    ...checkTexts(check, pen),
    findingSection(
      findings.filter((finding) => finding.check === id),
      pen,
    ),
  ];
}

function checkTexts(check: CheckText | undefined, pen: Ink): Section[] {
  if (!check) return [];
  return [
    section('WHY IT MATTERS', prose(check.why, pen), pen),
    section('TO MEND', prose(check.mend, pen), pen),
    section('TO ACCEPT', describeAcceptance(check.id).flatMap(way(pen)), pen),
    section(
      'REFERENCES',
      grid(check.references.map(({ name, url }) => [pen.plain(name), pen.chalk.dim(pen.plain(url))])),
      pen,
    ),
  ];
}

function way(pen: Ink): (acceptance: Acceptance) => string[] {
  return ({ advice, line }) => [...prose(advice, pen), `    ${pen.chalk.bold(pen.plain(line))}`];
}

function section(title: string, lines: readonly string[], { chalk }: Ink, count?: number): Section {
  if (lines.length === 0) return [];
  return [`  ${chalk.bold(title)}${count === undefined ? '' : `  ${chalk.dim(number(count))}`}`, ...lines];
}

/** Paragraphs, wrapped; the line ends of a text from a rule file are not those of the terminal. */
function prose(text: string, { plain, width, more }: Ink): string[] {
  const paragraphs = text
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim().replace(/\s+/g, ' '));
  return paragraphs
    .filter((paragraph) => paragraph !== '')
    .flatMap((paragraph) => wrap(clip(plain(paragraph), 2000, more), width - 2).map((line) => `  ${line}`));
}
