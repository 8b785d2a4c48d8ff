import type { Document } from '../model/document.ts';
import type { Argument, CallFact, Value } from '../model/fact.ts';
import type { Position } from '../model/origin.ts';
import type { ArgumentPath } from '../model/ruleset.ts';
import { withHoles } from '../model/value.ts';
import { argument } from './argument.ts';

/** Names under which a request is handed what it sends. */
const names = ['json', 'body', 'data', 'content', 'Content'];
/** Steps of a builder that hand it over. */
const steps = ['SetBody', 'set_body', 'json', 'body', 'send_json', 'form'];

/** The object that a request sends, by its entries: `json=`, `body: JSON.stringify({…})`, `.post(url).json(&body)`; empty where it is not known. */
export function bodyOf(document: Document, fact: CallFact, path: ArgumentPath | undefined): readonly Argument[] {
  const given =
    argument(fact.args, path ?? [...names, 1]) ?? argument(fact.maker, steps) ?? furtherStep(document, fact);
  return given ? entriesOf(given) : [];
}

function entriesOf(value: Value): readonly Argument[] {
  switch (value.kind) {
    case 'map': {
      const nested = argument(value.entries, ['body', 'json', 'data']);
      return nested ? entriesOf(nested) : value.entries;
    }
    case 'local':
      return value.made ?? [];
    case 'choice':
      return value.options.map(entriesOf).find(({ length }) => length > 0) ?? [];
    case 'ref': {
      const maker = value.ref.path.endsWith('()') ? (value.maker ?? []) : [];
      const named = maker.filter(({ name }) => name !== null);
      const [inner] = maker;
      // `body.put("model", m)`: what is added by name to an empty object is what it holds.
      if (named.length > 0) return named;
      return inner ? entriesOf(inner.value) : [];
    }
    case 'text':
      return written(value.text, value.at);
    case 'parts':
      return written(withHoles(value.parts), value.at);
    default:
      return [];
  }
}

/** What JSON that is written out says of the model and of tools, whether or not all of it is known. */
function written(text: string, at: Position): readonly Argument[] {
  const model = /"model"\s{0,20}:\s{0,20}"([\w.:/@-]{1,120})"/.exec(text)?.[1];
  const tools = /"(?:tools|functions)"\s{0,20}:\s{0,20}\[\s{0,200}\{/.test(text);
  return [
    ...(model === undefined ? [] : [{ name: 'model', value: { kind: 'text', text: model, at } } as const]),
    ...(tools ? [{ name: 'tools', value: { kind: 'boolean', boolean: true } } as const] : []),
  ];
}

/** What is set in a later step of the same chain of calls: `client.post(url).json(&body).send()`. */
function furtherStep({ facts }: Document, { at, ref }: CallFact): Value | null {
  const start = `${ref.path}().`;
  for (const fact of facts) {
    if (fact.kind !== 'call' || fact.ref.module !== ref.module || !fact.ref.path.startsWith(start)) continue;
    const step = fact.ref.path.slice(fact.ref.path.lastIndexOf('.') + 1);
    const [only] = fact.args;
    if (fact.at.line === at.line && fact.at.column === at.column && steps.includes(step) && only) return only.value;
  }
  return null;
}
