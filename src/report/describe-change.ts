import {
  type AgentChange,
  type Ask,
  type AskSubject,
  type ChangedFacet,
  type EntryChange,
  type FacetValue,
  noWord,
} from '../model/change.ts';
import type { Approval, Status } from '../model/registry.ts';
import { nameFacet } from './describe.ts';
import { list, quantity } from './quantity.ts';

/** What a change asks of an entry, in words: `billing-triage asks for: write tool issue_refund, provider anthropic`. */
export function describeEntryChange(change: EntryChange, most = 40): string {
  const { id, kind, status, approves, approval } = change;
  if (kind === 'removed') return `${id} is removed from the registry (it was ${status.before}).`;

  const decided = describeDecision(change);
  // Why an entry is no longer allowed is told with that; that such a note goes is told by the approval.
  const asks = change.asks.filter(
    ({ subject, value }) => decided === '' || subject !== 'note' || isKept(change, value),
  );
  const more = asks.filter(({ direction, subject }) => direction === 'more' && !isApproval(subject));
  const less = asks.filter(({ direction, subject }) => direction === 'less' && !isApproval(subject));
  const other = asks.filter(({ direction, subject }) => direction === 'other' && !isApproval(subject));
  const parts = [
    ...(decided === '' ? [] : [decided]),
    ...(more.length > 0 ? [`asks for: ${list(more.map(describeAsk), most)}`] : []),
    ...(less.length > 0 ? [`gives up: ${list(less.map(describeAsk), most)}`] : []),
    ...(other.length > 0 ? [`says otherwise: ${list(other.map(describeAsk), most)}`] : []),
    ...(approves ? [`carries its own approval: ${describeApproval(approval)}`] : []),
  ];
  const head = kind === 'added' ? `${id} is new (${status.after})` : id;
  const body = parts.join('; ');
  if (kind === 'added') return body === '' ? `${head}.` : `${head} and ${body}.`;
  if (body !== '') return `${head} ${body}.`;
  return approval
    ? `${head} has another approval: ${describeApproval(approval)}.`
    : `${head} has no approval any more.`;
}

/** What an entry becomes that was something else, and why: `is revoked (it was approved): leaks`; '' where it stays that. */
function describeDecision({ kind, status: { before, after }, asks }: EntryChange): string {
  if (kind !== 'changed' || before === null || after === null || before === after) return '';

  const note = asks.find(({ subject }) => subject === 'note')?.value;
  const why = note === undefined || note === noWord || after === 'approved' ? '' : `: ${reasonIn(note)}`;
  return `is ${nameDecision(before, after)} (it was ${before})${why}`;
}

/** A note beside an approval is no reason for one: it stays a word of its own. */
function isKept({ status }: EntryChange, note: string): boolean {
  return status.after === 'approved' && note !== noWord;
}

function nameDecision(before: Status, after: Status): string {
  const isTaken = after === 'rejected' && (before === 'approved' || before === 'deprecated');
  return isTaken ? 'revoked' : after;
}

/** The reason in a note that `registry revoke` or `deprecate` wrote; any other note is one. */
function reasonIn(note: string): string {
  return note.replace(/^(?:revoked|deprecated) on \d{4}-\d{2}-\d{2}: /, '').replace(/\.$/, '');
}

/** Subjects that tell of the approval itself. */
function isApproval(subject: AskSubject): boolean {
  return subject === 'status' || subject === 'approver' || subject === 'evidence' || subject === 'expires';
}

/** Who approves, until when, by what: as it would stand, not only what is new of it. */
function describeApproval(approval: Approval | null): string {
  if (!approval) return 'of nobody';
  const { by, expires, evidence } = approval;
  const parts = [
    `by ${list(by)}`,
    expires === null ? 'without an end' : `until ${expires}`,
    evidence.length > 0 ? `evidence ${list(evidence)}` : 'no evidence',
  ];
  return parts.join(', ');
}

/** One thing that is asked for: `write tool issue_refund`, `tool search (write access, read before)`. */
export function describeAsk({ subject, value, note }: Ask): string {
  const kind = note?.match(/^(?:read|write|execute|any) tool/)?.[0];
  if (subject === 'tools' && kind && note) return `${kind} ${value}${note.slice(kind.length)}`;
  return `${nameSubject(subject)} ${value}${note === null ? '' : ` (${note})`}`;
}

function nameSubject(subject: AskSubject): string {
  switch (subject) {
    case 'providers':
    case 'dataSinks':
    case 'mcpServers':
    case 'hosts':
    case 'models':
    case 'frameworks':
    case 'tools':
    case 'dynamic':
      return nameChanged(subject);
    case 'expires':
      return 'an approval until';
    default:
      return subject;
  }
}

/** What an agent has in a facet, in the singular. */
function nameChanged(facet: ChangedFacet): string {
  switch (facet) {
    case 'credentials':
      return 'credential';
    case 'identities':
      return 'identity';
    case 'triggers':
      return 'trigger';
    case 'members':
      return 'member';
    case 'dynamic':
      return 'decided at run time:';
    case 'level':
      return 'level';
    case 'files':
      return 'calls in';
    default:
      return nameFacet(facet);
  }
}

/** One value that an agent gained or lost: `write tool issue_refund, nobody approves`. */
export function describeValue({ facet, value, note }: FacetValue): string {
  const kind = note?.match(/^(?:(?:read|write|execute) )?tool/)?.[0];
  if (facet === 'tools' && kind && note) return `${kind} ${value}${note.slice(kind.length)}`;
  return `${nameChanged(facet)} ${value}`;
}

/** What an agent gained and lost, and how its verdict moved: `+ provider anthropic, - model gpt-4o`. */
export function describeAgentChange({ kind, gained, lost, before, after }: AgentChange, most = 8): string {
  const values = [
    ...gained.map((value) => `+ ${describeValue(value)}`),
    ...lost.map((value) => `- ${describeValue(value)}`),
  ];
  const verdict = kind === 'changed' && before !== after ? [`${before} before, ${after} now`] : [];
  return [...(kind === 'vanished' ? [] : [list(values, most)]), ...verdict].filter((part) => part !== '').join('; ');
}

/** `2 new agents, 1 changed, 1 vanished`; of none, that. */
export function countChanges(agents: readonly AgentChange[]): string {
  const of = (kind: AgentChange['kind']): number => agents.filter((one) => one.kind === kind).length;
  const [fresh, changed, vanished] = [of('new'), of('changed'), of('vanished')];
  const parts = [
    fresh > 0 ? quantity(fresh, 'new agent') : 'no new agent',
    changed > 0 ? `${changed} changed` : '',
    vanished > 0 ? `${vanished} vanished` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Where an agent stands in its repository. Agents may have the same name: the place tells them apart. */
export function placeOf(id: string): string {
  return id.slice(id.indexOf('//') + 2);
}
