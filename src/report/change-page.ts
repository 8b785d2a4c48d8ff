import { brought } from '../model/brought.ts';
import type { Agent } from '../model/census.ts';
import type { AgentChange, Comparison } from '../model/change.ts';
import type { Assessment, Report } from '../model/report.ts';
import { placer } from './cells.ts';
import { describeDrift, describeState, describeVerdict, nameVerdict } from './describe.ts';
import { describeAgentChange, describeEntryChange, describeValue, placeOf } from './describe-change.ts';
import { describeEvidence } from './describe-evidence.ts';
import { addCommand, describeMend, type Mend } from './describe-mend.ts';
import { bold, code, fenced, row, text } from './markdown-text.ts';
import { list, number, quantity } from './quantity.ts';
import type { Block } from './sheet.ts';
import { stubText } from './stub-text.ts';
import { beyondRoll } from './tally.ts';

/** What a reviewer of a change has to decide: an agent a part, then what others gained, and what the registry is asked for. */
export function changeParts(report: Report): Block[] {
  const { comparison } = report;
  if (!comparison) return [];

  const changes = new Map((comparison.agents ?? []).map((change) => [change.id, change]));
  const open =
    comparison.agents === null ? [] : brought(report).assessments.filter(({ verdict }) => verdict.state !== 'approved');
  const taken = new Set([...report.entries.map(({ id }) => id), ...comparison.entries.map(({ id }) => id)]);
  const place = placer(report);
  return [
    ...open.map((one) => agentBlock(one, changes.get(one.agent.id), { place, taken })),
    changedBlock(comparison, new Set(open.map(({ agent }) => agent.id))),
    vanishedBlock(comparison),
    policyBlock(comparison),
    registryBlock(comparison),
    mergedBlock(report),
    goneBlock(comparison),
  ];
}

const nothing: Block = { head: '', rows: [], foot: '' };

/** Witnesses that tell enough. All are in the JSON report. */
const most = 5;

/** Why it counts, what it can do, who owns it, how it stands, and what to do about that. */
function agentBlock(
  { agent, verdict }: Assessment,
  change: AgentChange | undefined,
  { place, taken }: { place: (agent: Agent) => string; taken: ReadonlySet<string> },
): Block {
  const is = change?.kind === 'new' ? 'New' : 'Changed';
  // Of an agent that is new the witnesses tell where it calls.
  const passed = change?.kind === 'new' ? ['level', 'files'] : ['level'];
  const gained = (change?.gained ?? []).filter(({ facet }) => !passed.includes(facet)).map(describeValue);
  const seen = agent.evidence.filter(({ weight }) => weight === 'use');
  const witnesses = (seen.length > 0 ? seen : agent.evidence).slice(0, most);
  const rest = agent.evidence.length - witnesses.length;
  const isMissing = verdict.state === 'unregistered' && verdict.proposedState === null;
  const mend = isMissing ? null : describeMend({ agent, verdict });
  return {
    head: `\n### ${is}: ${text(agent.name)} (${nameVerdict(verdict.state)})\n\n`,
    rows: [
      `- **Where**: ${code(place(agent))}${agent.example ? ', an example' : ''}. **Owner**: ${agent.owner === null ? 'nobody (no CODEOWNERS line fits it)' : code(agent.owner)}.`,
      `- **Why**: ${text(describeVerdict(verdict))}`,
      ...verdict.drift.map((drift) => `  - beyond its scope: ${text(describeDrift(drift))}`),
      ...(gained.length > 0
        ? [`- **${is === 'New' ? 'It has' : 'It gained'}**: ${text(list(gained, 20), 1000)}.`]
        : []),
      `- **It counts as ${agent.level === 'agent' ? 'an agent' : 'a caller of a model'} by**:`,
      ...witnesses.map(
        (witness) => `  - ${code(`${witness.file}:${witness.line}`)} ${text(describeEvidence(witness))}`,
      ),
      ...(rest > 0 ? [`  - and ${quantity(rest, 'more witness', 'more witnesses')}`] : []),
      ...(mend ? mendRows(mend) : []),
      ...(isMissing
        ? [
            `- **To have it reviewed**, say what it is for and who owns it, and add this to the registry (${code(addCommand(agent))} writes it):`,
            '',
            fenced(stubText(agent, taken).trimEnd(), 'yaml'),
          ]
        : []),
    ],
    foot: '',
  };
}

function mendRows({ advice, yaml, commands }: Mend): string[] {
  const told = `- **What to do**: ${text(advice)}${commands.map((command) => ` ${code(command)}`).join('')}`;
  return yaml === '' ? [told] : [told, '', fenced(yaml, 'yaml')];
}

/** Agents that do otherwise than before and stand as they stood. */
function changedBlock({ agents }: Comparison, told: ReadonlySet<string>): Block {
  const changed = (agents ?? []).filter(({ id, kind }) => kind !== 'vanished' && !told.has(id));
  if (changed.length === 0) return nothing;
  return {
    head: `\n### Changed (${number(changed.length)})\n\n${row(['Agent', 'What', 'Stands'])}\n${row(['---', '---', '---'])}\n`,
    rows: changed.map((change) =>
      row([
        `${bold(text(change.name))} ${code(placeOf(change.id))}`,
        text(describeAgentChange(change), 1000),
        standing(change),
      ]),
    ),
    foot: '',
  };
}

function standing({ after }: AgentChange): string {
  return after === null ? '' : `${nameVerdict(after)}: ${describeState(after)}`;
}

function vanishedBlock({ agents }: Comparison): Block {
  const gone = (agents ?? []).filter(({ kind }) => kind === 'vanished');
  if (gone.length === 0) return nothing;
  return {
    head: `\n### Vanished (${number(gone.length)})\n\n`,
    rows: gone.map(({ id, name }) => `- ${bold(text(name))} ${code(id)}`),
    foot: '',
  };
}

/** What fails and what an approval needs is written in the configuration: whoever changes it changes the gate. */
function policyBlock({ config }: Comparison): Block {
  if (!config) return nothing;
  const what = config.after === null ? 'takes the configuration out' : 'edits the configuration';
  return {
    head: `\n### The change ${what}\n\n`,
    rows: [
      `\`.rollcall/config.yaml\` says what fails and what an approval needs. From ${digestCode(config.before)} to ${digestCode(config.after)}: review it like code.`,
    ],
    foot: '',
  };
}

function digestCode(digest: string | null): string {
  return digest === null ? 'none' : code(`${digest.slice(0, 15)}…`);
}

/** How agents stand once the registry of the change is in force, where that is not how they stand now. */
function mergedBlock({ assessments, run }: Report): Block {
  const moved = assessments.filter(({ verdict }) => verdict.proposedState !== null);
  if (moved.length === 0 || run.registry.ref === null) return nothing;
  return {
    head: `\n### Once this is merged\n\n${row(['Agent', 'Now', 'Then'])}\n${row(['---', '---', '---'])}\n`,
    rows: moved.map(({ agent, verdict: { state, proposed, proposedState } }) => {
      const then = proposedState === null ? '' : `${nameVerdict(proposedState)}: ${describeState(proposedState)}`;
      const entry = proposed === null ? 'no entry' : `entry ${code(proposed)}`;
      return row([`${bold(text(agent.name))} ${code(placeOf(agent.id))}`, nameVerdict(state), `${then} (${entry})`]);
    }),
    foot: '\nUntil then this check goes by the registry of the base, and stays as it is: merge the registry first.\n',
  };
}

function registryBlock({ entries, agents }: Comparison): Block {
  if (entries.length === 0) return nothing;
  const approving = entries.some(({ approves }) => approves);
  const note = approving
    ? '\nAn approval that a change carries itself is worth nothing before it is merged. Whoever merges it approves it.\n'
    : '';
  const title = agents === null ? 'What the tree proposes for the registry' : 'What the change asks of the registry';
  return {
    head: `\n### ${title} (${number(entries.length)})\n\n`,
    rows: entries.map((entry) => `- ${text(describeEntryChange(entry), 2000)}`),
    foot: note,
  };
}

function goneBlock({ gone }: Comparison): Block {
  const told = beyondRoll(gone);
  if (told.length === 0) return nothing;
  return {
    head: `\n<details><summary>Gone: ${quantity(told.length, 'finding')}</summary>\n\n`,
    rows: told.map(({ check, message }) => `- ${check}: ${text(message)}`),
    foot: '\n</details>\n',
  };
}
