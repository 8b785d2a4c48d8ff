import type { AttachKey, Component, UnitKind } from '../model/census.ts';
import type { Level } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Problem, ProblemReason } from '../model/problem.ts';
import { atRunTime, type Drift, type DriftFacet, type Verdict, type VerdictState } from '../model/registry.ts';
import { tellShortfalls } from '../text/shortfall.ts';
import { quantity } from './quantity.ts';

/** How an agent stands to the registry, in a word or two. */
export function nameVerdict(state: VerdictState): string {
  return state === 'unregistered' ? 'unreviewed' : state;
}

/** What a verdict means for any agent that has it. */
export function describeState(state: VerdictState): string {
  switch (state) {
    case 'approved':
      return 'reviewed, and seen to do only what was approved';
    case 'drifted':
      return 'seen to do more than was approved';
    case 'expired':
      return 'the approval has run out';
    case 'stale':
      return 'the entry was edited after its approval';
    case 'pending':
      return 'an entry waits for approval';
    case 'rejected':
      return 'refused, and still here';
    case 'deprecated':
      return 'to be removed, and still here';
    case 'ambiguous':
      return 'several entries fit equally well';
    case 'unregistered':
      return 'in no entry of the registry';
    default:
      return state satisfies never;
  }
}

/** Why an agent has its verdict, and what a change would make of it: a sentence or two. */
export function describeVerdict(verdict: Verdict): string {
  const proposal = describeProposal(verdict);
  return proposal === null ? describeReason(verdict) : `${describeReason(verdict)} ${proposal}`;
}

/** What the scanned tree proposes for an agent that the registry does not approve; `null` where it proposes nothing. */
function describeProposal({ proposed, proposedState }: Verdict): string | null {
  if (proposedState === null) return null;
  if (proposedState === 'approved') return `Proposed: entry ${proposed} of this change approves it once merged.`;
  return `Once this change is merged it is ${nameVerdict(proposedState)}${proposed === null ? '' : ` (entry ${proposed})`}: ${describeState(proposedState)}.`;
}

function describeReason(verdict: Verdict): string {
  const entry = verdict.entry ?? 'an entry';
  switch (verdict.state) {
    case 'approved':
      return `Entry ${entry} approves it${matched(verdict)}.`;
    case 'drifted':
      return `Entry ${entry} approves it${matched(verdict)}, but it was seen to do ${quantity(verdict.drift.length, 'thing')} the scope does not list.`;
    case 'expired':
      return `Entry ${entry} approved it${matched(verdict)}, but that approval has run out.`;
    case 'stale':
      return `Entry ${entry} was edited after it was approved, so the approval no longer covers it.`;
    case 'pending':
      return verdict.shortfalls.length > 0
        ? `Entry ${entry} ${tellShortfalls(verdict.shortfalls, verdict.risk)}.`
        : `Entry ${entry} asks for approval and has none yet.`;
    case 'rejected':
      return `Entry ${entry} was rejected, and the agent is still here.`;
    case 'deprecated':
      return `Entry ${entry} is deprecated, and the agent is still here.`;
    case 'ambiguous':
      return `Several entries fit it equally well: ${verdict.candidates.join(', ')}.`;
    case 'unregistered':
      return 'No entry of the registry matches it.';
    default:
      return verdict.state satisfies never;
  }
}

function matched({ matchedBy }: Verdict): string {
  switch (matchedBy) {
    case 'identity':
      return ' (matched by its identity)';
    case 'claim':
      return ' (matched by its own claim)';
    case 'path':
      return ' (matched by repository and path)';
    case 'repository':
      return ' (matched by repository)';
    case 'workload':
      return ' (matched by its workload)';
    case 'image':
      return ' (matched by its image)';
    case 'host':
      return ' (matched by its machine)';
    case null:
      return '';
    default:
      return matchedBy satisfies never;
  }
}

/** What a finding says, and the commit that brought it where that is known: `…, since c0ffee1 (2026-09-03).` */
export function describeFinding({ message, broughtBy }: Pick<Finding, 'message' | 'broughtBy'>): string {
  if (!broughtBy) return message;
  const day = broughtBy.date === null ? '' : ` (${broughtBy.date})`;
  return `${message.replace(/\.$/, '')}, since ${broughtBy.commit.slice(0, 7)}${day}.`;
}

/** What was seen beyond the scope: `tool issue_refund (write tool)`, `models decided at run time`. */
export function describeDrift({ facet, value, note }: Drift): string {
  if (note === atRunTime) return `${facet} ${note}`;
  return `${nameFacet(facet)} ${value}${note === null ? '' : ` (${note})`}`;
}

/** What an agent has in a facet, in the singular. */
export function nameFacet(facet: DriftFacet): string {
  switch (facet) {
    case 'tools':
      return 'tool';
    case 'providers':
      return 'provider';
    case 'dataSinks':
      return 'data sink';
    case 'mcpServers':
      return 'MCP server';
    case 'hosts':
      return 'host';
    case 'models':
      return 'model';
    case 'frameworks':
      return 'framework';
    default:
      return facet satisfies never;
  }
}

/** Why a witness was attached to its agent. */
export function describeAttachment(key: AttachKey): string {
  switch (key) {
    case 'unit':
      return 'stands in the unit';
    case 'units-config':
      return 'the configuration puts it in the unit';
    case 'via':
      return 'reached through another unit';
    case 'module':
      return 'stands in a package of its module';
    case 'build-context':
      return 'a manifest builds its image from the unit';
    case 'image':
      return 'a manifest runs the image of the unit';
    case 'fingerprint':
      return 'the same key';
    case 'identity':
      return 'the same identity';
    case 'started':
      return 'a workflow starts a file of the unit';
    case 'handed':
      return 'held by a file or Secret that it is handed';
    case 'workload':
      return 'a manifest of the unit runs the same workload';
    case 'running':
      return 'runs in the folder of the unit';
    case 'registered':
      return 'the registry names it as what the agent runs as';
    case 'caller':
      return 'the same caller';
    default:
      return key satisfies never;
  }
}

/** What a level means. */
export function describeLevel(level: Level): string {
  switch (level) {
    case 'caller':
      return 'caller: asks a model and hands it no tools';
    case 'agent':
      return 'agent: the model gets tools, runs in a loop or hands off';
    default:
      return level satisfies never;
  }
}

/** What kind of deployable thing a unit is. */
export function describeUnit(kind: UnitKind): string {
  switch (kind) {
    case 'application':
      return 'application';
    case 'script':
      return 'standalone script';
    case 'notebook':
      return 'notebook';
    case 'workflow':
      return 'workflow';
    case 'action':
      return 'composite action';
    case 'configured':
      return 'unit drawn by the configuration';
    case 'runtime':
      return 'seen at run time, in no code that was scanned';
    default:
      return kind satisfies never;
  }
}

/** `3 MCP servers`: components of one kind, counted. */
export function countComponents(kind: Component['kind'], count: number): string {
  switch (kind) {
    case 'mcp-server':
      return quantity(count, 'MCP server');
    case 'assistant-config':
      return quantity(count, 'assistant configuration');
    case 'library':
      return quantity(count, 'library', 'libraries');
    case 'model-endpoint':
      return quantity(count, 'model endpoint');
    default:
      return kind satisfies never;
  }
}

/** Why something was not read, in a word or two. */
export function nameProblem(reason: ProblemReason): string {
  switch (reason) {
    case 'too-large':
      return 'too large';
    case 'special-file':
      return 'special file';
    case 'changed':
      return 'changed while read';
    case 'timeout':
      return 'took too long';
    case 'limit':
      return 'over a limit';
    case 'git':
      return 'git failed';
    case 'link':
      return 'a link';
    case 'forge':
      return 'not given by the server';
    case 'unreadable':
    case 'undecodable':
    case 'unparsable':
    case 'crashed':
      return reason;
    default:
      return reason satisfies never;
  }
}

/** What stayed unread, and why. */
export function describeProblem({ file, place, reason, message }: Problem): string {
  return `${file === '.' ? place : file} (${nameProblem(reason)}): ${message}`;
}
