import type { EntryFact, Reading } from '../../src/model/fact.ts';

/** Entries of a reading, one line each: `path = value @ line:column of the value`. */
export function shown(reading: Reading): string[] {
  return entriesOf(reading).map(({ path, value, valueAt }) => {
    return `${path.join('.')} = ${JSON.stringify(value)} @ ${valueAt.line}:${valueAt.column}`;
  });
}

export function entriesOf({ facts }: Reading): EntryFact[] {
  return facts.filter((fact) => fact.kind === 'entry');
}

/** Milliseconds that a step takes. */
export function took(step: () => unknown): number {
  const start = performance.now();
  step();
  return performance.now() - start;
}
