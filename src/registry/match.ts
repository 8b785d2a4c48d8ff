import type { Agent } from '../model/census.ts';
import type { Entry, Registry, Verdict } from '../model/registry.ts';
import type { Caller } from '../model/traffic.ts';
import { imageName } from '../text/image.ts';
import { ipAddress } from '../text/ip.ts';
import { none } from '../text/none.ts';
import { byCodeUnit } from '../text/order.ts';
import { upwards } from '../text/path.ts';
import { repositoryKey } from '../text/remote.ts';
import { callersOf, identityKey, imagesOf, nameKey, runs, workloadKey } from './callers.ts';

/** The entries that fit an agent best, and by what. */
export interface Fit {
  /** One where the match is unique, several where it is ambiguous, none where no entry fits. In the order of their ids. */
  readonly entries: readonly Entry[];
  readonly by: Verdict['matchedBy'];
}

/** What of an agent tells which entry it belongs to. */
export type Subject = Pick<Agent, 'repository' | 'path' | 'kind' | 'identities' | 'claim' | 'evidence'>;

/** Finds the entries of one registry that an agent belongs to. */
export type Matcher = (agent: Subject) => Fit;

/**
 * An agent belongs to an entry by an identity they share, or the name of its caller where it is seen at run time alone; else by the agent's own claim, which is good only inside the
 * places that the entry names; else by the longest path in its repository; else by the repository; else by the workload, the
 * image or the machine that it was seen to run as, or from. Entries are looked up by identity and place, so that each agent
 * costs the depth of its path, however many entries there are.
 *
 * A place has one entry, so that all a claim can do is to choose a wider one than its path gives, with all that was approved
 * for that. Where the tree is not trusted it does not get to choose.
 */
export function matcher({ entries }: Registry, { trustTree }: { readonly trustTree: boolean }): Matcher {
  if (entries.length === 0) return () => ({ entries: none, by: null });
  const index: Index = {
    identities: new Map(),
    places: new Map(),
    workloads: new Map(),
    images: new Map(),
    hosts: new Map(),
  };
  for (const entry of entries) {
    for (const identity of entry.identities) enter(index.identities, identityKey(identity), entry);
    for (const workload of entry.match.workloads) enter(index.workloads, workloadKey(workload), entry);
    for (const image of entry.match.images) enter(index.images, imageName(image), entry);
    for (const host of entry.match.hosts) enter(index.hosts, host, entry);
    for (const { repo, paths } of entry.match.repos) {
      const key = repositoryKey(repo);
      const place: Place = index.places.get(key) ?? { whole: [], paths: new Map() };
      index.places.set(key, place);
      if (paths.length === 0) place.whole.push(entry);
      for (const path of paths) enter(place.paths, path, entry);
    }
  }
  return (agent) => fitOf(agent, trustTree ? agent.claim : null, index);
}

/** Entries by what an agent may share with them. One that names a thing twice is there twice. */
interface Index {
  readonly identities: Map<string, Entry[]>;
  readonly places: Map<string, Place>;
  readonly workloads: Map<string, Entry[]>;
  readonly images: Map<string, Entry[]>;
  readonly hosts: Map<string, Entry[]>;
}

/** The entries that name a repository: the whole of it, or paths in it. */
interface Place {
  readonly whole: Entry[];
  readonly paths: Map<string, Entry[]>;
}

function enter(index: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = index.get(key);
  if (known) known.push(entry);
  else index.set(key, [entry]);
}

function fitOf(agent: Subject, claim: string | null, index: Index): Fit {
  const { repository, path } = agent;
  const identified = identitiesOf(agent).flatMap((identity) => index.identities.get(identity) ?? []);
  if (identified.length > 0) return found(identified, 'identity');

  const place = index.places.get(repositoryKey(repository));
  const inPlace = place ? fitIn(place, path, claim) : found([], null);
  return inPlace.entries.length > 0 ? inPlace : fitRunning(agent, index);
}

/** What no code explains is known by the name that it was seen under, too, as by an account. */
function identitiesOf({ kind, identities, path }: Subject): readonly string[] {
  return kind === 'runtime' ? [...identities, path] : identities;
}

function fitIn(place: Place, path: string, claim: string | null): Fit {
  // `.` is the unit at the root and nothing below it: whoever means the whole repository names no path.
  const around = upwards(path).map((folder) => place.paths.get(folder) ?? []);
  const claimed = [...around, place.whole].flatMap((each) => each.filter(({ id }) => id === claim));
  if (claimed.length > 0) return found(claimed, 'claim');

  const nearest = around.find((each) => each.length > 0);
  if (nearest) return found(nearest, 'path');
  return found(place.whole, place.whole.length > 0 ? 'repository' : null);
}

/** By what it was seen to run as, the most particular first. */
function fitRunning(agent: Subject, index: Index): Fit {
  const callers = callersOf(agent);
  const workloads = callers.flatMap(({ workload }) =>
    workload ? (index.workloads.get(nameKey(workload)) ?? []).filter((entry) => runs(entry, workload)) : [],
  );
  if (workloads.length > 0) return found(workloads, 'workload');
  const images = imagesOf(agent).flatMap((image) => index.images.get(image) ?? []);
  if (images.length > 0) return found(images, 'image');
  const hosts = callers.flatMap((caller) =>
    caller.hosts.flatMap((host) => (index.hosts.get(host) ?? []).filter((entry) => isAt(entry, caller))),
  );
  return found(hosts, hosts.length > 0 ? 'host' : null);
}

/** Who is known by more than a machine, and was seen at several, is at none that an entry leaves out. */
function isAt({ match }: Entry, { kind, hosts }: Caller): boolean {
  const addresses = hosts.filter((host) => ipAddress(host) !== null);
  return kind === 'machine' || addresses.length < 2 || addresses.every((address) => match.hosts.includes(address));
}

function found(entries: readonly Entry[], by: Fit['by']): Fit {
  return { entries: [...new Set(entries)].sort((a, b) => byCodeUnit(a.id, b.id)), by };
}
