import { type Agent, idFor, layOut, nearest, RollcallError, type Stub, stubOf, visible, written } from '../../index.ts';
import { quote } from '../../text/quote.ts';
import { type CensusFlags, takeCensus } from '../census.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print } from '../output.ts';
import { type Held, heldBy } from '../registry-entries.ts';
import { draftsWith, nextAfter, nothingNamed } from '../registry-new.ts';
import { findPlace, type RegistryPlace } from '../registry-place.ts';
import { writeAll } from '../registry-write.ts';
import { loadRules } from '../rules.ts';

/** Flags of `rollcall registry add`. */
export interface AddFlags extends Omit<CensusFlags, 'baseline'> {
  readonly all?: boolean;
  readonly target?: readonly string[];
  readonly dryRun?: boolean;
  readonly format: 'yaml' | 'json';
  readonly allowIncomplete?: boolean;
}

/**
 * `rollcall registry add`: writes an entry that waits for approval, for each agent that is named or for all that have none,
 * filled with what the agent was seen to do.
 */
export async function addAgents(io: Io, names: readonly string[], flags: AddFlags): Promise<ExitCode> {
  if (names.length > 0 === (flags.all === true))
    throw nothingNamed('name the agents to add, or all of them', 'rollcall registry add services/desk, or --all');

  const { target = ['.'], registry, ...rest } = flags;
  const place = await findPlace(target, flags, io);
  const rules = await loadRules(flags.rules, io.cwd());
  const named = place.isThere && registry !== undefined ? { registry } : {};
  const taken = await takeCensus(target, { ...rest, ...named, baseline: false }, { rules, timed: false, io });
  const { report } = taken;
  if (io.signal.aborted) return 3; // an agent is more than what was read of it so far

  const standing = heldBy(place, taken, io);
  const { agents, known, passed } =
    names.length > 0 ? { ...namedAgents(names, standing), passed: 0 } : { ...unregistered(standing), known: [] };
  const stubs = stubsOf(agents, place);
  const { complete } = report.run;
  const isIncomplete =
    complete || flags.allowIncomplete ? [] : ['not all was read: there may be more agents, and these may do more'];

  if (flags.dryRun) await print(io.stdout, printed(stubs, flags.format));
  else if (stubs.length > 0) {
    const drafts = await draftsWith(stubs, place, io);
    await writeAll(drafts);
    if (!flags.quiet)
      await note(
        io,
        summary(
          stubs,
          drafts.map(({ file }) => file),
        ),
      );
  }
  const nothing = stubs.length === 0 && known.length === 0 ? [nothingNew(passed)] : [];
  const leftOut = stubs.length > 0 && passed > 0 ? [`left out: ${examples(passed)}`] : [];
  if (!flags.quiet) await note(io, [...known, ...nothing, ...leftOut, ...boundToFolder(stubs), ...isIncomplete]);
  return isIncomplete.length === 0 ? 0 : 3;
}

function nothingNew(passed: number): string {
  return `every agent that was found is in the registry${passed === 0 ? '' : `, but for ${examples(passed)}`}`;
}

function examples(count: number): string {
  return count === 1 ? '1 example, which is added only by name' : `${count} examples, which are added only by name`;
}

/** An example is copied and not run: it is registered only where somebody names it. */
function unregistered(standing: readonly Held[]): { agents: readonly Agent[]; passed: number } {
  const all = standing.flatMap(({ agent, verdict }) => (verdict?.state === 'unregistered' ? agent : []));
  const agents = all.filter(({ example }) => !example);
  return { agents, passed: all.length - agents.length };
}

interface Named {
  readonly agents: readonly Agent[];
  /** What to say of those that have an entry. */
  readonly known: readonly string[];
}

function namedAgents(names: readonly string[], standing: readonly Held[]): Named {
  const found = [...new Set(names.map((name) => agentCalled(name, standing)))];
  return {
    agents: unregisteredOrExample(found),
    known: found.flatMap(({ agent, verdict }) => {
      if (!verdict || verdict.state === 'unregistered') return [];
      return `${visible(agent.id)} is in the registry: ${verdict.candidates.join(', ')} (${verdict.state})`;
    }),
  };
}

function unregisteredOrExample(found: readonly Held[]): readonly Agent[] {
  return found.flatMap(({ agent, verdict }) => (verdict?.state === 'unregistered' ? agent : []));
}

/** By id, else by path, else by name. */
function agentCalled(name: string, standing: readonly Held[]): Held {
  const wanted = name.replace(/^\.\/|\/$/g, '');
  for (const key of ['id', 'path', 'name'] as const) {
    const [found, other] = standing.filter(({ agent }) => agent[key] === (key === 'path' ? wanted : name));
    if (found && !other) return found;
    if (found && other)
      throw new RollcallError('usage', `several agents are called ${quote(name)}`, {
        hint: `Name one by its id, such as ${visible(found.agent.id)} or ${visible(other.agent.id)}`,
      });
  }
  const known = standing.flatMap(({ agent }) => [agent.path, agent.name, agent.id]);
  const meant = nearest(name, known);
  throw new RollcallError('usage', `there is no agent ${quote(name)}`, {
    hint: meant === null ? 'rollcall scan lists those there are.' : `Did you mean ${visible(meant)}?`,
  });
}

function stubsOf(agents: readonly Agent[], { registry }: RegistryPlace): readonly Stub[] {
  const taken = new Set(registry.entries.map(({ id }) => id));
  return agents.map((agent) => {
    const id = idFor(agent, taken);
    taken.add(id);
    return stubOf(agent, id);
  });
}

/** A repository is called by its remote, and by the name of its folder where it has none: elsewhere that is another. */
function boundToFolder(stubs: readonly Stub[]): readonly string[] {
  const repos = stubs.flatMap(({ match }) => match.repos.map(({ repo }) => repo));
  const names = [...new Set(repos.filter((repo) => !repo.includes('/')))].map((repo) => quote(repo));
  if (names.length === 0) return [];
  return [
    `there is no remote, so entries are bound to the name of the folder (${names.join(', ')}); a remote changes that, or another name in match.repos`,
  ];
}

function printed(stubs: readonly Stub[], format: AddFlags['format']): string {
  return format === 'json' ? `${JSON.stringify(stubs.map(written), null, 2)}\n` : stubs.map(layOut).join('');
}

function summary(stubs: readonly Stub[], files: readonly string[]): readonly string[] {
  const ids = stubs.map(({ id }) => id);
  const many = ids.length > 20;
  const where = files.length > 1 ? `${files.length} files` : files.join('');
  return [
    `wrote ${where}: ${ids.length} pending ${ids.length === 1 ? 'entry' : 'entries'}${many ? '' : ` (${ids.join(', ')})`}`,
    nextAfter(ids),
  ];
}
