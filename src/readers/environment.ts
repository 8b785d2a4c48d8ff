import type { Argument, EntryFact, Fact, Value } from '../model/fact.ts';

/** What a configuration hands a script: variables by name, each with its text, or with what stands in for it. */
export type Environment = ReadonlyMap<string, Value>;

/** How many variables of one file are looked at. */
const most = 1000;

/** The entries that hand variables to scripts; what stands deeper comes later, and goes before what stands around it. */
export function handedOn(entries: readonly EntryFact[]): readonly EntryFact[] {
  const handed = entries.filter(({ path }) => /^(?:env|environment|variables)$/.test(String(path.at(-2))));
  return handed.slice(0, most).toSorted((a, b) => a.path.length - b.path.length);
}

/** The variables that hold for a step: its own, those of its job, and those of the file. */
export function environmentOf(handed: readonly EntryFact[], owner: EntryFact['path']): Environment {
  const found = new Map<string, Value>();
  for (const entry of handed) {
    const around = entry.path.slice(0, -2);
    if (around.some((part, index) => part !== owner[index])) continue;
    const name = String(entry.path.at(-1));
    const value = standIn(name, entry);
    if (value) found.set(name, value);
    else found.delete(name);
  }
  return found;
}

/** A literal, or the literal that an expression ends with: `${{ vars.URL || 'https://…' }}`. */
function standIn(name: string, { value, valueAt }: EntryFact): Value | null {
  if (!value.includes('${{')) return value === '' ? null : { kind: 'text', text: value, at: valueAt };
  const fallback = /^\s{0,99}\$\{\{[^{}']{0,300}\|\|\s{0,99}'([^']{1,2000})'\s{0,99}\}\}\s{0,99}$/.exec(value)?.[1];
  return fallback === undefined ? null : { kind: 'env', name, fallback };
}

/** A fact of a script with what its variables stand for. */
export function withEnvironment(fact: Fact, environment: Environment): Fact {
  if (fact.kind !== 'call' || environment.size === 0) return fact;
  return { ...fact, args: filledAll(fact.args, environment), maker: filledAll(fact.maker, environment) };
}

function filledAll(args: readonly Argument[], environment: Environment): readonly Argument[] {
  return args.map(({ name, value }) => ({ name, value: filled(value, environment) }));
}

function filled(value: Value, environment: Environment): Value {
  switch (value.kind) {
    case 'env':
      return value.fallback === null ? (environment.get(value.name) ?? value) : value;
    case 'map':
      return { ...value, entries: filledAll(value.entries, environment) };
    case 'list':
      return { ...value, items: value.items.map((item) => filled(item, environment)) };
    case 'choice':
      return { ...value, options: value.options.map((option) => filled(option, environment)) };
    default:
      return value;
  }
}
