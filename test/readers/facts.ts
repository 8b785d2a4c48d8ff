import type { CallFact, Reading, Value } from '../../src/model/fact.ts';
import { withHoles } from '../../src/model/value.ts';
import { readerFor } from '../../src/scan/reader.ts';

/** What a file of that name is read as. */
export async function readAs(file: string, text: string): Promise<Reading> {
  return (await readerFor(file, text, { skim: false })).read(text, file);
}

/** The calls whose name ends so, each as `module#path:line`. */
export function named({ facts }: Pick<Reading, 'facts'>, name: string): string[] {
  return calls({ facts }, name).map(({ ref, at }) => `${ref.module}#${ref.path}:${at.line}`);
}

/** The arguments of the first call whose name ends so, by name or position, in words. */
export function handed(reading: Pick<Reading, 'facts'>, name: string): Record<string, string> {
  const [call] = calls(reading, name);
  let position = 0;
  const entries = (call?.args ?? []).map(({ name: key, value }) => [key ?? String(position++), inWords(value)]);
  return Object.fromEntries(entries);
}

function calls({ facts }: Pick<Reading, 'facts'>, name: string): CallFact[] {
  return facts.filter((fact): fact is CallFact => fact.kind === 'call' && fact.ref.path.endsWith(name));
}

/** A value as one text: `$NAME` for a variable, `?` for what is not known. */
function inWords(value: Value): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'parts':
      return withHoles(value.parts);
    case 'number':
      return String(value.number);
    case 'boolean':
      return String(value.boolean);
    case 'env':
      return value.fallback === null ? `$${value.name}` : `$${value.name} or ${value.fallback}`;
    case 'ref':
      return `${value.ref.module}#${value.ref.path}`;
    case 'list':
      return `[${value.items.map(inWords).join(', ')}]`;
    case 'map':
      return `{${value.entries.map((entry) => `${entry.name}: ${inWords(entry.value)}`).join(', ')}}`;
    case 'choice':
      return value.options.map(inWords).join(' or ');
    case 'local':
    case 'dynamic':
      return '?';
    default:
      return value satisfies never;
  }
}
