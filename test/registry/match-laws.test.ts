import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Agent } from '../../src/model/census.ts';
import type { Entry } from '../../src/model/registry.ts';
import { matcher } from '../../src/registry/match.ts';
import { agentAt, entryFor, registry, repository } from './world.ts';

const nowhere = -1;
const wholeRepository = 0;

/** What it is to match, said without any index: every entry is held against the agent. */
function plainly(agent: Agent, entries: readonly Entry[]): { by: string | null; ids: string[] } {
  const told = (by: string | null, found: readonly Entry[]) => ({ by, ids: found.map(({ id }) => id).toSorted() });
  const identified = entries.filter(({ identities }) => identities.some((each) => agent.identities.includes(each)));
  if (identified.length > 0) return told('identity', identified);

  const reached = entries.filter((entry) => reach(entry, agent) > nowhere);
  const claimed = reached.filter(({ id }) => id === agent.claim);
  if (claimed.length > 0) return told('claim', claimed);

  const longest = Math.max(nowhere, ...reached.map((entry) => reach(entry, agent)));
  if (longest === nowhere) return told(null, []);
  const nearest = reached.filter((entry) => reach(entry, agent) === longest);
  return told(longest > wholeRepository ? 'path' : 'repository', nearest);
}

/** The length of the longest path of an entry that holds an agent. */
function reach({ match }: Entry, { repository, path }: Agent): number {
  const here = match.repos.filter(({ repo }) => repo.toLowerCase() === repository.toLowerCase());
  const lengths = here.flatMap(({ paths }) => paths).filter((each) => path === each || path.startsWith(`${each}/`));
  const whole = here.some(({ paths }) => paths.length === 0) ? wholeRepository : nowhere;
  return Math.max(whole, ...lengths.map(({ length }) => length));
}

const repositories = fc.constantFrom(
  repository,
  'github.com/Acme/Shop',
  'github.com/acme/crm',
  'github.com/acme/shop-2',
);
const paths = fc.constantFrom('.', 'a', 'a-b', 'a/b', 'a/b/c', 'ab', 'b', 'b/a');
const identities = fc.uniqueArray(fc.constantFrom('spiffe://x', 'spiffe://y', 'spiffe://x/y'), { maxLength: 2 });
const ids = fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5', 'e6');

const agents = fc
  .record({
    path: paths,
    repository: repositories,
    claim: fc.option(ids),
    identities: fc.oneof(fc.constant([]), identities),
  })
  .map(({ path, ...facets }) => agentAt(path, facets));

const entries = fc.uniqueArray(
  fc
    .record({
      id: ids,
      identities: fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, identities),
      repos: fc.array(fc.record({ repo: repositories, paths: fc.array(paths, { maxLength: 3 }) }), { maxLength: 3 }),
    })
    .map(({ id, identities, repos }) =>
      entryFor(id, '', { identities, match: { repos, images: [], workloads: [], hosts: [] } }),
    ),
  { selector: ({ id }) => id, maxLength: 6 },
);

test('an agent is given the entries that fit it when all are held against it', () => {
  fc.assert(
    fc.property(agents, entries, fc.boolean(), (agent, entries, trustTree) => {
      const { by, entries: found } = matcher(registry(...entries), { trustTree })(agent);
      const believed = trustTree ? agent : { ...agent, claim: null };
      expect({ by, ids: found.map(({ id }) => id) }).toEqual(plainly(believed, entries));
    }),
    { numRuns: 1000 },
  );
});

test('these worlds hold every way to match, alone and with others', () => {
  const ways = fc
    .sample(fc.tuple(agents, entries), 2000)
    .map(([agent, entries]) => plainly(agent, entries))
    .map(({ by, ids }) => `${by} ${ids.length > 1 ? 'with others' : ''}`.trim());
  expect([...new Set(ways)].toSorted()).toEqual([
    'claim',
    'identity',
    'identity with others',
    'null',
    'path',
    'path with others',
    'repository',
    'repository with others',
  ]);
});

test('what an agent costs does not grow with the entries of other places', () => {
  const asked = (count: number): number => {
    let reads = 0;
    const entries = Array.from({ length: count }, (_, index) => entryFor(`e${index}`, `services/${index}`));
    const match = matcher(registry(...entries.map((entry) => watched(entry, () => reads++))), { trustTree: true });
    reads = 0;
    for (let index = 0; index < 10; index++) match(agentAt(`services/${index}/app`, { claim: 'e1' }));
    return reads;
  };
  expect(asked(1000)).toBe(asked(10));
});

/** The entry, and a count of what is read of it. */
function watched(entry: Entry, read: () => void): Entry {
  return new Proxy(entry, {
    get(target, key) {
      read();
      return Reflect.get(target, key);
    },
  });
}
