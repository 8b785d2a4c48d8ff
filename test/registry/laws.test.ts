import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry, Registry } from '../../src/model/registry.ts';
import { approvalDigest } from '../../src/registry/digest.ts';
import { parseRegistry } from '../../src/registry/parse.ts';
import { reconcile } from '../../src/registry/reconcile.ts';
import { aged, approved, census, registry } from './world.ts';
import { dates, entry, ids, providers, unreviewed, verdicts, world } from './worlds.ts';

/** Every agent that was approved is one that may be. */
function expectSubset(smaller: readonly string[], larger: readonly string[]): void {
  expect(larger).toEqual(expect.arrayContaining([...smaller]));
}

describe('reconcile', () => {
  test('the worlds of these laws hold every verdict', () => {
    const states = fc
      .sample(world, 2000)
      .flatMap(({ agents, entries, terms }) => [
        ...[...verdicts(agents, entries, terms).values()].map(({ state }) => state),
      ]);
    expect([...new Set(states)].toSorted()).toEqual(
      'ambiguous approved deprecated drifted expired pending rejected stale unregistered'.split(' '),
    );
  });

  test('does not depend on the order of agents and entries', () => {
    const shuffled = world.chain(({ agents, entries, terms }) =>
      fc.record({
        given: fc.constant({ agents, entries, terms }),
        agents: fc.shuffledSubarray(agents, { minLength: agents.length }),
        entries: fc.shuffledSubarray(entries, { minLength: entries.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ given, agents, entries }) => {
        const one = reconcile(census(...given.agents), registry(...given.entries), given.terms);
        expect(reconcile(census(...agents), registry(...entries), given.terms)).toEqual(one);
      }),
    );
  });

  test('says the same twice and changes nothing that it was given', () => {
    fc.assert(
      fc.property(world, ({ agents, entries, terms }) => {
        const before = structuredClone({ agents, entries });
        const one = verdicts(agents, entries, terms);
        expect(verdicts(agents, entries, terms)).toEqual(one);
        expect({ agents, entries }).toEqual(before);
      }),
    );
  });

  test('of all agents says of each what it says of that agent alone', () => {
    fc.assert(
      fc.property(world, ({ agents, entries, terms }) => {
        const together = verdicts(agents, entries, terms);
        for (const agent of agents)
          expect(verdicts([agent], entries, terms).get(agent.id)).toEqual(together.get(agent.id));
      }),
    );
  });

  test('an added entry changes the verdicts of its own agents alone', () => {
    fc.assert(
      fc.property(world, entry, ({ agents, entries, terms }, added) => {
        const before = verdicts(agents, entries, terms);
        const after = verdicts(agents, [...entries, { ...added, id: 'added' }], terms);
        for (const [agent, verdict] of after) {
          if (!verdict.candidates.includes('added')) expect(verdict).toEqual(before.get(agent));
          else expect([null, 'added']).toContain(verdict.entry);
        }
      }),
    );
  });

  test('an expired approval does not come back, and past its last day no agent is approved by it', () => {
    fc.assert(
      fc.property(world, dates, ({ agents, entries, terms }, date) => {
        const [now, later] = [terms.now, date].toSorted() as [string, string];
        const before = verdicts(agents, entries, { ...terms, now });
        for (const [agent, { state, entry }] of verdicts(agents, entries, { ...terms, now: later })) {
          if (before.get(agent)?.state === 'expired') expect(state).toBe('expired');
          const expires = entries.find(({ id }) => id === entry)?.approval?.expires;
          if (expires && later >= expires) expect(['approved', 'drifted']).not.toContain(state);
        }
      }),
    );
  });

  test('a shorter maximum age only grows the unreviewed', () => {
    fc.assert(
      fc.property(world, fc.nat(400), fc.nat(400), ({ agents, entries, terms }, a, b) => {
        const strict = verdicts(agents, entries, { ...terms, policy: aged(Math.min(a, b)) });
        const lax = verdicts(agents, entries, { ...terms, policy: aged(Math.max(a, b)) });
        expectSubset(unreviewed(lax), unreviewed(strict));
      }),
    );
  });

  test('an approval that is taken back only grows the unreviewed', () => {
    fc.assert(
      fc.property(world, ids, ({ agents, entries, terms }, revoked) => {
        const without = entries.map((entry) => (entry.id === revoked ? { ...entry, approval: null } : entry));
        expectSubset(unreviewed(verdicts(agents, entries, terms)), unreviewed(verdicts(agents, without, terms)));
      }),
    );
  });

  test('a narrower scope, approved again, only grows the unreviewed', () => {
    fc.assert(
      fc.property(world, ids, ({ agents, entries, terms }, narrowed) => {
        const again = (entry: Entry, scope: Entry['scope']): Entry =>
          entry.id === narrowed && entry.status === 'approved' ? approved({ ...entry, scope }) : entry;
        const wide = entries.map((entry) => again(entry, entry.scope));
        // Of the same risk: what is less risky may be approved by less.
        const narrow = entries.map((entry) =>
          again(entry, { ...entry.scope, providers: entry.scope.providers?.slice(1) }),
        );
        expectSubset(unreviewed(verdicts(agents, wide, terms)), unreviewed(verdicts(agents, narrow, terms)));
      }),
    );
  });

  test('an agent that does more is never better approved', () => {
    fc.assert(
      fc.property(world, providers, ({ agents, entries, terms }, more) => {
        const busier = agents.map((agent) => ({ ...agent, providers: [...new Set([...agent.providers, ...more])] }));
        expectSubset(unreviewed(verdicts(agents, entries, terms)), unreviewed(verdicts(busier, entries, terms)));
      }),
    );
  });

  test('every agent has one verdict and every entry one state; nothing is called a ghost that was not covered', () => {
    fc.assert(
      fc.property(world, ({ agents, entries, terms }) => {
        const { verdicts, entries: states } = reconcile(census(...agents), registry(...entries), terms);
        expect(verdicts.map(({ agent }) => agent)).toEqual(agents.map(({ id }) => id).toSorted());
        expect(states.map(({ id }) => id)).toEqual(entries.map(({ id }) => id).toSorted());
        for (const { id, state } of states.filter(({ state }) => state === 'unseen')) {
          const repos = entries.find((entry) => entry.id === id)?.match.repos.map(({ repo }) => repo) ?? [];
          expect(
            repos.every((repo) => terms.covered.repositories.has(repo)),
            state,
          ).toBe(true);
        }
      }),
    );
  });
});

describe('reading and writing', () => {
  test('a registry that is written as JSON is read as it was', () => {
    const distinct = fc.uniqueArray(entry.filter(lasting), {
      // One claim a place, as the file demands it.
      comparator: (a, b) => a.id === b.id || JSON.stringify(a.match.repos).includes(String(b.match.repos[0]?.repo)),
    });
    fc.assert(
      fc.property(distinct, (entries) => {
        const sorted = entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        const read = parseRegistry([{ file: 'r', text: JSON.stringify(written(sorted)) }], null).entries;
        expect(read.map(({ at, ...entry }) => entry)).toEqual(sorted.map(({ at, ...entry }) => entry));
        expect(read.map(approvalDigest)).toEqual(sorted.map(approvalDigest));
      }),
    );
  });

  test('no text at all is understood in part: it is a registry or an error that says where', () => {
    const pieces = fc.constantFrom(
      'apiVersion: rollcall/v1\n',
      'agents:\n',
      '  - id: a\n',
      '    name: A\n',
      '    status: approved\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ': ',
      '&a ',
      '*a',
      '!!x ',
      '"',
      "'",
      '|\n',
      '>\n',
      '%',
      '---\n',
      '\t',
      '\r',
      '\u2028',
      '\ufeff',
      '#',
      '? ',
      ',',
      '__proto__',
      '<<',
      '2026-02-30',
    );
    const texts = fc
      .array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 30 })
      .map((each) => each.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const result = attempt(() => parseRegistry([{ file: 'r', text }], null));
        if (typeof result === 'string') expect(result).toMatch(/^r:\d+:\d+: \S/);
      }),
      { numRuns: 500 },
    );
  });
});

/** A file refuses an approval that ends before it begins. */
function lasting({ approval }: Entry): boolean {
  return !approval?.expires || approval.expires > approval.at;
}

/** Entries as a file has them: what is absent is left out. */
function written(entries: readonly Entry[]): object {
  const agents = entries.map(({ at, ...entry }) =>
    JSON.parse(JSON.stringify(entry, (_key, value) => value ?? undefined)),
  );
  return { apiVersion: 'rollcall/v1', agents };
}

function attempt(action: () => Registry): Registry | string {
  try {
    return action();
  } catch (error) {
    if (error instanceof Error && error.name === 'RollcallError') return error.message;
    throw error;
  }
}
