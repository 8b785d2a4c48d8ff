import type { Agent } from '../model/census.ts';
import type { Shortfall } from '../model/registry.ts';
import type { Assessment } from '../model/report.ts';
import { stubOf } from '../registry/stub.ts';
import { approvalStep } from '../text/shortfall.ts';
import { scopeText } from './stub-text.ts';

/** What to do about something: a sentence, lines for the registry, and the commands to run then. */
export interface Mend {
  readonly advice: string;
  /** '' where nothing is to be added. */
  readonly yaml: string;
  readonly commands: readonly string[];
}

/** What to do about a verdict; `null` where nothing is left to do but to merge what approves it. */
export function describeMend(assessment: Assessment): Mend | null {
  const { verdict } = assessment;
  const { proposed, proposedState } = verdict;
  if (proposedState === 'approved') return null;
  // An entry that the scanned tree has is what somebody works on there.
  if (proposed !== null && proposedState !== null) {
    const then = { ...verdict, state: proposedState, entry: proposed, shortfalls: [], drift: [] };
    return mendOf({ ...assessment, verdict: then });
  }
  return proposedState === 'ambiguous' ? narrow('the entries that the change proposes') : mendOf(assessment);
}

function mendOf({ agent, verdict: { state, candidates, shortfalls, entry, drift } }: Assessment): Mend | null {
  const id = entry ?? 'ID';
  const approve = `rollcall registry approve ${id} --by NAME`;
  switch (state) {
    case 'approved':
      return null;
    case 'drifted':
      return {
        advice: `Take it out of the code. Or, if it is wanted, add this to the scope of the entry ${id} (a tool that it lists already is written anew), and have the entry approved.`,
        yaml: drift.length === 0 ? '' : scopeText(agent, drift),
        commands: [approve],
      };
    case 'expired':
      return mend('Review it again and approve it.', approve);
    case 'stale':
      return mend('Review what was edited and approve it.', approve);
    case 'pending':
      return shortfalls.length > 0 ? fill(id, shortfalls) : mend('Review it and approve it.', approve);
    case 'rejected':
    case 'deprecated':
      return mend('Remove the agent, or review it anew and approve it.', `${approve} --force`);
    case 'ambiguous':
      return narrow(candidates.join(', '));
    case 'unregistered':
      if (agent.kind === 'runtime') return known(agent, approve);
      return mend(
        'Write an entry for it in the registry, name its owner, have it reviewed, and approve it.',
        addCommand(agent),
        approve,
      );
    default:
      return state satisfies never;
  }
}

/** What no code shows may be an agent that has an entry, which only does not say what it runs as. */
function known(agent: Agent, approve: string): Mend {
  const { match, identities } = stubOf(agent, 'ID');
  // What was seen in no code is in no repository.
  const { images, workloads, hosts } = match;
  const places = Object.entries({ images, workloads, hosts }).filter(([, names]) => names.length > 0);
  const lines = [
    ...places.map(([kind, names]) => `    match: { ${kind}: [${names.map(plain).join(', ')}] }`),
    ...(places.length === 0 ? [`    identities: [${identities.map(plain).join(', ')}]`] : []),
  ];
  return {
    advice:
      'If it is an agent that has an entry, say so there, by the line below. If not, write an entry for it, name its owner, have it reviewed, and approve it.',
    yaml: lines.join('\n'),
    commands: [addCommand(agent), approve],
  };
}

/** As YAML has it in a list. */
function plain(name: string): string {
  return /^[a-z][\w./@:-]*\w$/i.test(name) ? name : JSON.stringify(name);
}

/** What writes an agent's entry. A path that a shell could take for something else is not put into a command. */
export function addCommand({ path, kind, evidence }: Pick<Agent, 'path' | 'kind' | 'evidence'>): string {
  const add = `rollcall registry add ${/^[\w.][\w./@:-]*$/.test(path) ? path : '--all'}`;
  if (kind !== 'runtime') return add;
  return `${add} --target ${evidence.some((one) => one.kind === 'traffic') ? 'log:LOGS' : 'host:'}`;
}

function mend(advice: string, ...commands: readonly string[]): Mend {
  return { advice, yaml: '', commands };
}

function narrow(entries: string): Mend {
  return mend(`Narrow the match of ${entries} until only one of them fits.`);
}

/** A sponsor is written by hand; all else is a matter of who approves, and with what. */
function fill(id: string, shortfalls: readonly Shortfall[]): Mend {
  const given = shortfalls.filter(({ kind }) => kind !== 'sponsor').map(({ wanted }) => wanted);
  const step = approvalStep(shortfalls, 'NAME');
  const advice = [
    ...(given.length > 0 ? [`Have it approved with ${given.join(', ')}.`] : []),
    ...(given.length < shortfalls.length ? [`Write owner.sponsor into the entry ${id}.`] : []),
  ];
  return mend(advice.join(' '), ...(step === null ? [] : [`rollcall registry approve ${id} ${step}`]));
}
