import type { AgentChange } from '../model/change.ts';
import type { Report } from '../model/report.ts';
import { describeAgentChange, describeEntryChange, placeOf } from './describe-change.ts';
import { grid } from './grid.ts';
import type { Ink } from './ink.ts';
import { number, quantity } from './quantity.ts';
import { beyondRoll } from './tally.ts';
import { clip, squeeze, wrap } from './width.ts';

/** What a change brings beside agents that are new: what others gained and lost, who is gone, what the registry is asked for. */
export function changeBlocks(report: Report, pen: Ink): string[][] {
  const { comparison } = report;
  if (!comparison) return [];

  const agents = comparison.agents ?? [];
  return [
    agentBlock(
      'CHANGED',
      agents.filter(({ kind }) => kind === 'changed'),
      pen,
    ),
    agentBlock(
      'VANISHED',
      agents.filter(({ kind }) => kind === 'vanished'),
      pen,
    ),
    policyBlock(comparison, pen),
    registryBlock(report, comparison, pen),
    goneBlock(comparison, pen),
  ];
}

function agentBlock(title: string, changes: readonly AgentChange[], { chalk, plain, more, width }: Ink): string[] {
  if (changes.length === 0) return [];

  const left = Math.max(24, width - 72);
  const rows = changes.map((change) => [
    chalk.bold(clip(plain(change.name), 32, more)),
    chalk.dim(squeeze(plain(placeOf(change.id)), 32, more)),
    wrap(clip(plain(describeAgentChange(change)), 600, more), left).join('\n'),
  ]);
  return [`  ${chalk.bold(title)}  ${chalk.dim(number(changes.length))}`, ...grid(rows)];
}

/** What is mended is worth a line each, and no more. */
function goneBlock({ gone }: NonNullable<Report['comparison']>, { chalk, plain, more, width }: Ink): string[] {
  const told = beyondRoll(gone);
  if (told.length === 0) return [];
  return [
    `  ${chalk.bold('GONE')}  ${chalk.dim(quantity(told.length, 'finding'))}`,
    ...told.map(({ check, message }) => `  ${chalk.dim(clip(plain(`${check}  ${message}`), width - 4, more))}`),
  ];
}

/** Whoever edits the configuration edits the gate. */
function policyBlock({ config }: NonNullable<Report['comparison']>, { chalk }: Ink): string[] {
  if (!config) return [];
  const what = config.before === null ? 'is new' : config.after === null ? 'is taken out' : 'is edited';
  return [
    `  ${chalk.bold('POLICY')}  ${chalk.yellow(`.rollcall/config.yaml ${what}: it says what fails and what an approval needs`)}`,
  ];
}

function registryBlock(
  { assessments, run }: Report,
  { entries }: NonNullable<Report['comparison']>,
  { chalk, plain, more, width }: Ink,
): string[] {
  if (entries.length === 0) return [];

  const meaning = `${quantity(entries.length, 'entry', 'entries')} changed${run.registry.ref === null ? '' : ', in force once merged'}`;
  const moved = run.registry.ref === null ? [] : assessments.filter(({ verdict }) => verdict.proposedState !== null);
  return [
    `  ${chalk.bold('REGISTRY')}  ${chalk.dim(meaning)}`,
    ...entries.flatMap((entry) =>
      wrap(clip(plain(describeEntryChange(entry)), 900, more), width - 4).map((line, index) =>
        index === 0 ? `  ${line}` : `    ${line}`,
      ),
    ),
    ...moved.map(({ agent, verdict }) =>
      chalk.yellow(
        `  once merged ${clip(plain(agent.name), 60, more)} is ${verdict.proposedState}, ${verdict.state} now`,
      ),
    ),
  ];
}
