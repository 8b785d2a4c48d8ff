import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sighting } from '../../src/census/join.ts';
import { withSightings } from '../../src/census/runtime.ts';
import type { Census } from '../../src/model/census.ts';
import { agentAt, census } from '../registry/world.ts';
import { callerAt, processOf, traffic } from '../sighting.ts';
import { deployed, fate } from './runs.ts';

const callers = fc.record({
  at: fc.constantFrom('10.0.0.1', '10.0.0.2'),
  key: fc.constantFrom('', 'user:u', 'k8s:s/bot'),
  identities: fc.subarray(['i', 'j', 'k']),
  image: fc.constantFrom(null, 'acme/a', 'acme/b'),
  namespace: fc.constantFrom(null, 's', 't'),
});
const caller = callers.map(({ at, key, identities, image, namespace }) => {
  const workload = namespace === null ? null : { cluster: null, namespace, kind: null, name: 'bot' };
  return callerAt(at, { key: key || `ip:${at}`, identities, image, workload });
});
const sighting: fc.Arbitrary<Sighting> = fc.oneof(
  fc
    .record({
      caller,
      basis: fc.constantFrom('http', 'dns', 'sni'),
      client: fc.constantFrom('service', 'browser', 'assistant', 'probe'),
      weight: fc.constantFrom('use', 'mention'),
      count: fc.nat(1),
      host: fc.constantFrom('api.openai.com', 'gw', null),
    })
    .map(({ caller: who, ...changes }) => traffic(who, changes)),
  caller.map((who) => processOf(who, { fingerprints: ['f'] })),
);
const agents = fc.subarray([
  agentAt('a', { identities: ['i'] }),
  agentAt('b', { identities: ['j', 'k'] }),
  agentAt('c', { identities: ['k'], credentials: [{ env: null, ref: null, fingerprint: 'f', provider: null }] }),
  deployed('d', { namespace: 's', whose: { folder: null, image: 'acme/a' } }),
  deployed('e', { namespace: 't', whose: { folder: null, image: 'acme/b' } }),
  deployed('f', { namespace: 't' }),
]);
const sightings = fc
  .array(sighting, { maxLength: 8 })
  .map((all) => all.map((one, index) => ({ ...one, line: index + 1 })));

/** Lines of the sightings that stand anywhere in a census. */
const lines = ({ agents: found, unattached }: Census): number[] =>
  [...found.flatMap(({ evidence }) => evidence), ...unattached]
    .filter(({ kind }) => kind === 'traffic' || kind === 'process')
    .map(({ line }) => line)
    .toSorted((one, other) => one - other);

test('every sighting is told once, in an agent or beside them', () => {
  fc.assert(
    fc.property(agents, sightings, (known, all) => {
      expect(lines(withSightings(census(...known), all))).toEqual(all.map(({ line }) => line));
    }),
  );
});

test('a further sighting takes no agent of code away, and none of its witnesses', () => {
  fc.assert(
    fc.property(agents, sightings, sighting, (known, all, more) => {
      const found = new Map(
        withSightings(census(...known), [...all, { ...more, line: 99 }]).agents.map((agent) => [agent.id, agent]),
      );
      for (const { id, evidence } of known) {
        expect(found.get(id)?.evidence.slice(0, evidence.length)).toEqual(evidence);
      }
    }),
  );
});

test('the order of sightings matters for nothing', () => {
  fc.assert(
    fc.property(
      agents,
      sightings.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      (known, [all, mixed]) => {
        expect(fate(withSightings(census(...known), mixed)).toSorted()).toEqual(
          fate(withSightings(census(...known), all)).toSorted(),
        );
      },
    ),
  );
});

test('an address, a host or a provider in common joins nothing', () => {
  fc.assert(
    fc.property(agents, sightings, (known, all) => {
      const bare = all.map((one): Sighting => {
        const nobody = {
          ...one.caller,
          key: `ip:${one.caller.hosts[0]}`,
          identities: [],
          workload: null,
          image: null,
        };
        return one.kind === 'process' ? { ...one, caller: nobody, fingerprints: [] } : { ...one, caller: nobody };
      });
      expect(withSightings(census(...known), bare).agents.filter(({ kind }) => kind !== 'runtime')).toEqual(known);
    }),
  );
});
