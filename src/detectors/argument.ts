import type { Argument, Value } from '../model/fact.ts';
import type { ArgumentPath, Condition } from '../model/ruleset.ts';

/** The value that a call carries at a path: a named argument, an entry of an options object, a position. */
export function argument(args: readonly Argument[], path: ArgumentPath | undefined): Value | null {
  for (const step of path ?? []) {
    const found =
      typeof step === 'number' ? positional(args, step) : step === '...' ? together(args) : dotted(args, step);
    if (found) return found;
  }
  return null;
}

/** All positions as one list: `tools(a, b)`. A list that is handed over by itself is that list. */
function together(args: readonly Argument[]): Value | null {
  const items = args.flatMap(({ name, value }) => (name === null ? value : []));
  const [only] = items;
  return items.length === 1 && only ? only : items.length > 1 ? { kind: 'list', items } : null;
}

function positional(args: readonly Argument[], index: number): Value | null {
  return args.filter(({ name }) => name === null)[index]?.value ?? null;
}

/** `config.tools` goes through options by name, `1.Model` begins at a position. */
function dotted(args: readonly Argument[], path: string): Value | null {
  const [head = '', ...rest] = path.split('.');
  if (!/^\d+$/.test(head)) return keyed(args, [head, ...rest]);
  const value = positional(args, Number(head));
  return value && keyed(inside(value), rest);
}

function keyed(args: readonly Argument[], [key, ...rest]: readonly string[]): Value | null {
  const options = args.flatMap(({ name, value }) => (name === null ? laidOpen(value) : []));
  // What stands last wins, and spreads stand first; an argument by name goes before options.
  const isKey = ({ name }: Argument): boolean => name === key;
  const named = args.findLast(isKey) ?? options.findLast(isKey);
  const found = named?.value ?? (/^\d+$/.test(key ?? '') ? positional(args, Number(key)) : null);
  if (!found || rest.length === 0) return found ?? null;
  return keyed(inside(found), rest);
}

/** Options given as an object, as one made by name (`new Options { Model = … }`), or as calls of functions (`WithModel("…")`). */
function laidOpen(value: Value): readonly Argument[] {
  switch (value.kind) {
    case 'map':
      return value.entries;
    case 'ref':
      return [...functional(value), ...(value.maker ?? []).filter(({ name }) => name !== null)];
    case 'list':
      return value.items.flatMap((item) => (item.kind === 'ref' ? functional(item) : []));
    case 'choice':
      return value.options.flatMap((option) => (option.kind === 'list' ? laidOpen(option) : []));
    default:
      return [];
  }
}

/** `option.WithModel("gpt-4o")` sets an option by the name of the function. */
function functional({ ref, maker }: Value & { kind: 'ref' }): readonly Argument[] {
  const name = /(?:^|\.)((?:With|Set)[A-Z]\w{0,60})\(\)$/.exec(ref.path)?.[1];
  const value = maker && together(maker);
  return name && value ? [{ name, value }] : [];
}

/** What an options object holds: the entries of a literal, or the arguments that made it (`config=Config(tools=…)`). */
function inside(value: Value): readonly Argument[] {
  if (value.kind === 'map') return value.entries;
  if (value.kind === 'local') return value.made ?? [];
  if (value.kind === 'choice') return value.options.map(inside).find(({ length }) => length > 0) ?? [];
  return value.kind === 'ref' && value.ref.path.endsWith('()') ? (value.maker ?? []) : [];
}

/** The literal texts that a value may be, and whether some of it is decided at run time. */
export function texts(value: Value | null): { readonly texts: readonly string[]; readonly dynamic: boolean } {
  if (!value) return { texts: [], dynamic: false };
  switch (value.kind) {
    case 'text':
      return { texts: value.text === '' ? [] : [value.text], dynamic: false };
    case 'env':
      return { texts: value.fallback ? [value.fallback] : [], dynamic: true };
    case 'choice': {
      const options = value.options.map(texts);
      return { texts: options.flatMap((option) => option.texts), dynamic: options.some(({ dynamic }) => dynamic) };
    }
    case 'list': {
      const items = value.items.map(texts);
      return { texts: items.flatMap((item) => item.texts), dynamic: items.some(({ dynamic }) => dynamic) };
    }
    case 'ref':
      return { texts: [], dynamic: !isNothing(value) };
    case 'parts':
    case 'map':
    case 'local':
    case 'dynamic':
      return { texts: [], dynamic: true };
    case 'number':
    case 'boolean':
      return { texts: [], dynamic: false };
    default:
      return value satisfies never;
  }
}

/** `None`, `null` and `undefined` are read as globals of that name. */
export function isNothing(value: Value): boolean {
  return (
    value.kind === 'ref' &&
    value.ref.module === '' &&
    /^(?:None|nil|null|undefined|NOT_GIVEN|NotGiven\(\))$/.test(value.ref.path)
  );
}

/** The names of the things in a list or object (tools, members), '' for one without a name; `null` where nothing is handed over. */
export function names(value: Value | null): readonly string[] | null {
  if (!value || isNothing(value)) return null;
  switch (value.kind) {
    case 'list':
      return value.items.length === 0 ? null : value.items.flatMap((item) => (isNothing(item) ? [] : [nameOf(item)]));
    case 'map':
      return value.entries.length === 0 ? null : value.entries.map(({ name, value: entry }) => name ?? nameOf(entry));
    case 'choice': {
      const all = value.options.flatMap((option) => names(option) ?? []);
      return all.length > 0 ? all : null;
    }
    case 'boolean':
      return value.boolean ? [''] : null;
    case 'text':
    case 'parts':
    case 'number':
    case 'env':
    case 'local':
    case 'ref':
    case 'dynamic':
      return [nameOf(value)];
    default:
      return value satisfies never;
  }
}

/** Where things that are handed over carry their name, whoever makes them. */
const called = ['name', 'Name', 'Function.Name', 'OfTool.Name', 'OfFunction.Name'];

/** Types that SDKs have for any tool: their name is not the tool's. */
const anyTool =
  /^(?:Tools?|ChatTool|CreateFunctionTool|\w{0,60}(?:Tool|Function)(?:Union)?(?:Param|Definition|Declaration|Info)s?)$/;

function nameOf(value: Value): string {
  switch (value.kind) {
    case 'local':
      return texts(argument(value.made ?? [], ['name'])).texts[0] ?? value.name;
    case 'text':
      return value.text;
    case 'ref': {
      const named = value.maker && texts(argument(value.maker, [...called])).texts[0];
      if (named !== undefined) return named;
      const last = value.ref.path.split('.').map(bare).findLast(isTelling) ?? '';
      return wrapped(value.maker ?? []) ?? (anyTool.test(last) ? '' : last);
    }
    case 'map': {
      const named = texts(argument(value.entries, [...called, 'function.name', 'type'])).texts[0];
      return named === undefined || /^(?:function|custom)$/.test(named) ? '' : named;
    }
    default:
      return '';
  }
}

function bare(part: string): string {
  return part.replaceAll('()', '');
}

/** `SearchTool.builder()` is called by its class, and a container by nothing. */
function isTelling(name: string): boolean {
  return !/^(?:builder|newBuilder|build|create|Create|Make|\w{0,60}Factory|of|from|getInstance|List|Set|Map|Collection|ArrayList)$/.test(
    name,
  );
}

/** What `FunctionTool(search)` and `AgentTool(agent=critic)` make a tool of, by its name. */
function wrapped(maker: readonly Argument[]): string | null {
  const inner = argument(maker, ['func', 'fn', 'function', 'coroutine', 'agent', 0]);
  const name = inner?.kind === 'local' || inner?.kind === 'ref' ? nameOf(inner) : '';
  // A constant is what a tool is made with, not what it is made of.
  return name === '' || /^[A-Z0-9_]{2,}$/.test(name) ? null : name;
}

/** Whether a condition of a rule holds. An argument that is not known does not fulfil it. */
export function holds(condition: Condition | null, args: readonly Argument[]): boolean {
  if (!condition) return true;
  const value = argument(args, condition.arg);
  if (condition.equals.length === 0) return value !== null && !isNothing(value);

  const given = value?.kind === 'boolean' ? [String(value.boolean)] : texts(value).texts;
  return given.some((text) => condition.equals.includes(text));
}
