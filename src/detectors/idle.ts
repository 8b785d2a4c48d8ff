import type { Document } from '../model/document.ts';
import type { Fact, Ref } from '../model/fact.ts';

/** Calls on what other calls made, by what made it. */
type Further = ReadonlyMap<string, readonly string[]>;

/** How many calls of one chain are looked at. */
const most = 8;

/** Gone through once a document: a file may make thousands of clients. */
const known = new WeakMap<readonly Fact[], Further>();

/** A client of which only tokens are counted or models are listed: nothing is asked of a model. */
export function asksNothing({ facts }: Document, ref: Ref): boolean {
  const further = known.get(facts) ?? furtherCalls(facts);
  known.set(facts, further);
  const asked = further.get(`${ref.module}#${ref.path}`) ?? [];
  return (
    asked.length > 0 && asked.every((path) => /(?:\.count_?tokens|\.tokenize|\bmodels\.(?:list|retrieve))$/i.test(path))
  );
}

function furtherCalls(facts: readonly Fact[]): Further {
  const found = new Map<string, string[]>();
  for (const fact of facts) {
    if (fact.kind !== 'call') continue;
    const { module, path } = fact.ref;
    let at = path.indexOf('().');
    for (let count = 0; at >= 0 && count < most; count++, at = path.indexOf('().', at + 1)) {
      const made = `${module}#${path.slice(0, at)}`;
      const list = found.get(made);
      if (!list) found.set(made, [path]);
      else if (list.at(-1) !== path) list.push(path);
    }
  }
  return found;
}
