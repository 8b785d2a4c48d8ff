import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Graph } from '../../../src/sources/git/graph.ts';
import { Ids } from '../../../src/sources/git/ids.ts';
import { type Span, spans } from '../../../src/sources/git/spans.ts';

interface Made {
  readonly parents: readonly number[];
  readonly seconds: number;
  readonly holds: boolean;
}

function idOf(index: number): string {
  return index.toString(16).padStart(40, '0');
}

/** A graph of commits, each with parents among those before it; its commits are stored in the given order. */
function graphOf(commits: readonly Made[], order: readonly number[]): Graph {
  const ids = new Ids(20);
  for (const index of order) ids.addHex(Buffer.from(idOf(index)), 0);
  const graph = new Graph(ids);
  for (const [at, index] of order.entries()) {
    const { parents, seconds } = commits[index] as Made; // of the same list
    graph.add(at, { tree: idOf(index), parents: parents.map(idOf), seconds });
  }
  return graph;
}

function spanOf(commits: readonly Made[], head: number, order = commits.map((_, index) => index)): Span | undefined {
  const graph = graphOf(commits, order);
  const at = order.indexOf(head);
  const of = (commit: number): number[] => (commits[order[commit] ?? -1]?.holds ? [0] : []);
  return spans({ graph, count: 1, of, head: at, reachable: graph.reached([at]) })[0];
}

function line(holds: readonly boolean[]): Made[] {
  return holds.map((one, index) => ({ parents: index === 0 ? [] : [index - 1], seconds: index, holds: one }));
}

function commit(index: number): unknown {
  return expect.objectContaining({ commit: idOf(index) });
}

describe('a thing in a line of commits', () => {
  test('has a first and a last commit, and one that took it out', () => {
    expect(spanOf(line([false, true, true, false]), 3)).toEqual({
      first: { commit: idOf(1), date: '1970-01-01T00:00:01Z' },
      last: { commit: idOf(2), date: '1970-01-01T00:00:02Z' },
      removed: { commit: idOf(3), date: '1970-01-01T00:00:03Z' },
      inHead: false,
      reachable: true,
      at: 2,
    });
  });

  test('was not taken out where it is in HEAD, though it once was', () => {
    expect(spanOf(line([true, false, true]), 2)).toMatchObject({
      first: commit(0),
      last: commit(2),
      removed: null,
      inHead: true,
    });
  });

  test('is at the end of another branch where nothing takes it out there', () => {
    const commits = [...line([false, false]), { parents: [0], seconds: 9, holds: true }];
    const graph = graphOf(commits, [0, 1, 2]);
    const of = (index: number): number[] => (commits[index]?.holds ? [0] : []);
    const [span] = spans({ graph, count: 1, of, head: 1, reachable: graph.reached([1, 2]) });
    expect(span).toMatchObject({ first: commit(2), last: commit(2), removed: null, inHead: false, reachable: true });
  });

  test('is known by commits that no ref leads to only where there is no other', () => {
    const commits = [...line([true, false]), { parents: [], seconds: 0, holds: true }];
    expect(spanOf(commits, 1)).toMatchObject({
      first: commit(0),
      last: commit(0),
      removed: commit(1),
      reachable: true,
    });
    const dropped = [...line([false, false]), { parents: [0], seconds: 0, holds: true }];
    expect(spanOf(dropped, 1)).toMatchObject({ first: commit(2), reachable: false });
  });

  test('is nowhere where no commit holds it', () => {
    expect(spanOf(line([false, false]), 1)).toEqual({
      first: null,
      last: null,
      removed: null,
      inHead: false,
      reachable: false,
      at: -1,
    });
  });
});

test('a commit whose parent is not here, or cannot be read, is an end of what is known', () => {
  const graph = graphOf(line([true, true]), [1]);
  expect([graph.ends(), [...graph.missing], graph.tips()]).toEqual([[0], [idOf(0)], [0]]);
});

test('a commit that is its own ancestor, as only a forged file can be, is no endless walk', () => {
  const commits = [
    { parents: [1], seconds: 0, holds: true },
    { parents: [0], seconds: 1, holds: false },
  ];
  expect(spanOf(commits, 0)).toMatchObject({ inHead: true });
});

test('many things are followed as each of them would be alone, whatever the order in which commits are stored', () => {
  const made = fc
    .array(fc.record({ seconds: fc.nat(5), holds: fc.nat(3), links: fc.array(fc.nat(), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 14,
    })
    .map((all) =>
      all.map(({ links, ...rest }, index) => ({
        ...rest,
        parents: [...new Set(index === 0 ? [] : links.map((link) => link % index))],
      })),
    );
  fc.assert(
    fc.property(made, fc.nat(), (all, seed) => {
      const commits = (thing: number): Made[] => all.map((one) => ({ ...one, holds: one.holds === thing }));
      const order = all.map((_, index) => index).sort((a, b) => ((a * 7 + seed) % 13) - ((b * 7 + seed) % 13) || a - b);
      const graph = graphOf(commits(0), order);
      const head = order.indexOf(all.length - 1);
      const of = (commit: number): number[] => [40 + (all[order[commit] ?? 0]?.holds ?? 0)];
      const many = spans({ graph, count: 44, of, head, reachable: graph.reached([head]) });
      for (const thing of [0, 1, 2, 3]) {
        const { at, ...rest } = many[40 + thing] as Span; // there are 44
        const { at: alone, ...expected } = naive(commits(thing), all.length - 1);
        expect({ ...rest, at: order[at] ?? -1 }).toEqual({ ...expected, at: alone });
      }
    }),
    { numRuns: 300 },
  );
});

/** By the definition alone: who holds it and has no holder before, or after. */
function naive(commits: readonly Made[], head: number): Span {
  const before = commits.map((_, index) => ancestors(commits, index));
  const isLinked = (index: number): boolean => index === head || before[head]?.has(index) === true;
  const date = (index: number): string => `1970-01-01T00:00:0${commits[index]?.seconds}Z`;
  const earlier = (a: number, b: number): number => (commits[a]?.seconds ?? 0) - (commits[b]?.seconds ?? 0) || a - b;
  const all = commits.flatMap(({ holds }, index) => (holds ? index : []));
  const holders = all.some(isLinked) ? all.filter(isLinked) : all;
  const [first] = holders.filter((one) => !holders.some((other) => before[one]?.has(other))).sort(earlier);
  const last = holders
    .filter((one) => !holders.some((other) => before[other]?.has(one)))
    .sort(earlier)
    .at(-1);
  const inHead = commits[head]?.holds === true;
  const gone = commits.flatMap(({ parents, holds }, index) =>
    !holds && last !== undefined && parents.includes(last) && !(isLinked(last) && !isLinked(index)) ? index : [],
  );
  const [removed] = gone.sort(earlier);
  const dated = (index: number | undefined): Span['first'] =>
    index === undefined ? null : { commit: idOf(index), date: date(index) };
  return {
    first: dated(first),
    last: dated(last),
    removed: inHead ? null : dated(removed),
    inHead,
    reachable: all.some(isLinked),
    at: last ?? -1,
  };
}

function ancestors(commits: readonly Made[], index: number): Set<number> {
  const found = new Set<number>();
  const waiting = [...(commits[index]?.parents ?? [])];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (found.has(one)) continue;
    found.add(one);
    waiting.push(...(commits[one]?.parents ?? []));
  }
  return found;
}
