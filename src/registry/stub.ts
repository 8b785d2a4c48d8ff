import type { Agent } from '../model/census.ts';
import type { Entry, Scope } from '../model/registry.ts';
import { ipAddress } from '../text/ip.ts';
import { callersOf, workloadName } from './callers.ts';

/** An entry before anybody decided on it: what is written of it, without a place in a file. */
export type Stub = Omit<Entry, 'at'>;

/**
 * A pending entry for an agent, filled with what it was seen to do. It allows that and nothing else; what is decided at run
 * time is declared, so that the reviewer sees it.
 */
export function stubOf(agent: Agent, id: string): Stub {
  const { match, identities } = placeOf(agent);
  return {
    id,
    name: agent.name,
    purpose: null,
    status: 'pending',
    owner: ownerOf(agent.owner),
    match,
    identities,
    scope: scopeOf(agent),
    credentials: credentialsOf(agent),
    approval: null,
    exceptions: [],
  };
}

/**
 * Where it lives: its place in a repository, or what it was seen to run as. The strongest of its names is enough; where a
 * registry has no place for any, it is the name of the caller.
 */
function placeOf(agent: Agent): Pick<Entry, 'match' | 'identities'> {
  const { kind, repository, path, identities } = agent;
  const nowhere = { repos: [], images: [], workloads: [], hosts: [] };
  if (kind !== 'runtime') return { match: { ...nowhere, repos: [{ repo: repository, paths: [path] }] }, identities };
  const [caller] = callersOf(agent);
  if (caller?.workload) return { match: { ...nowhere, workloads: [workloadName(caller.workload)] }, identities };
  const hosts = identities.length > 0 || caller?.kind !== 'machine' ? [] : machineNames(caller.hosts);
  return { match: { ...nowhere, hosts }, identities: identities.length + hosts.length > 0 ? identities : [path] };
}

/** As a registry may have them. An address goes to another machine some day, and stands for one that has no name alone. */
function machineNames(hosts: readonly string[]): readonly string[] {
  const fitting = hosts.filter((name) => /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/.test(name));
  const names = fitting.filter((name) => ipAddress(name) === null);
  return names.length > 0 ? names : fitting;
}

/**
 * Owners as CODEOWNERS and catalogues name them: a team has a slash behind its @, or says `group:`; all else is a person, and
 * so is a free text, which is the author of a manifest.
 */
function ownerOf(text: string | null): Entry['owner'] {
  const names = text?.split(/\s+/).filter((name) => name !== '') ?? [];
  if (!names.every((name) => /^(?:@[^@]+|[^@<>]+@[^@<>]+|(?:group|user):.+)$/i.test(name)))
    return { team: null, technical: text, sponsor: null };

  const isTeam = (name: string): boolean => /^(?:@[^/]+\/|group:)/i.test(name);
  const person = names.find((name) => !isTeam(name));
  return { team: names.find(isTeam) ?? null, technical: person ?? null, sponsor: null };
}

/** The narrowest scope that allows all that an agent was seen to do. */
export function scopeOf(agent: Agent): Scope {
  const tools = agent.tools.map(({ name, access, approval }) => ({
    name,
    ...(access === 'unknown' ? {} : { access }),
    ...(approval === 'human' ? { approval } : {}),
  }));
  const lists = {
    providers: agent.providers,
    models: agent.models,
    hosts: agent.hosts,
    frameworks: agent.frameworks,
    tools,
    mcpServers: agent.mcpServers,
    dataSinks: agent.dataSinks,
    dynamic: agent.dynamic,
  };
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
}

/** A key may stand under a name that no environment has: `X-Amz-Credential` of a signed URL. */
function credentialsOf({ credentials }: Agent): Entry['credentials'] {
  return credentials.flatMap(({ env: name, ref }) => {
    const env = name !== null && /^\w+$/.test(name) ? name : null;
    return env === null && ref === null ? [] : { env, ref, unique: false };
  });
}

/**
 * An id for an agent's entry that is not taken: its name, else its path, in the letters that an id may have. A number is
 * added where both are taken.
 */
export function idFor({ name, path, repository }: Agent, taken: ReadonlySet<string>): string {
  const words = [name, path, `${repository}-${path}`].map(slug).filter((word) => word !== '');
  const free = words.find((word) => !taken.has(word));
  if (free !== undefined) return free;

  const [first = 'agent'] = words;
  let number = 2;
  while (taken.has(`${first}-${number}`)) number++;
  return `${first}-${number}`;
}

/** A text in the letters that an id may have; empty where it has none of them. */
export function slug(text: string): string {
  const word = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
    .replace(/-$/, '');
  return word in {} ? `${word}-agent` : word;
}
