import { RollcallError } from '../model/error.ts';
import type { Entry } from '../model/registry.ts';
import { quote } from '../text/quote.ts';
import { difference } from './difference.ts';
import { editJson } from './edit-json.ts';
import { editYaml } from './edit-yaml.ts';
import { entryLines, fieldLines } from './layout.ts';
import { parseRegistry, type RegistrySource } from './parse.ts';
import { written } from './render.ts';
import type { Stub } from './stub.ts';
import { readYaml } from './yaml.ts';

/** Fields of an entry as a file is to have them; `undefined`: the field is to go. */
export type Fields = Readonly<Record<string, unknown>>;

/** What is to become of a registry file. */
export interface Edits {
  /** By id of the entry. */
  readonly changed?: ReadonlyMap<string, Fields>;
  readonly added?: readonly Stub[];
}

/**
 * A registry text with entries changed and added. Every comment, the order, the quotes and all that is not concerned stay
 * as they are. What comes out is read again: it says what was meant, or nothing is handed back.
 */
export function edit(source: RegistrySource, edits: Edits): string {
  const { entries } = parseRegistry([source], source.file);
  refuseUnknown(source.file, entries, edits);
  const meant = meaning(plainOf(source.text), edits);
  const change = isJson(source.text) ? editJson : editYaml;
  let text: string | null = source.text;
  for (let round = 0; round < 4; round++) {
    const steps = difference(plainOf(text), meant);
    if (steps.length === 0) return proven({ ...source, text });

    text = change(text, steps);
    if (text === null || readYaml(text).faults.length > 0) break;
  }
  throw unsafe(source.file, edits);
}

/** An entry as the lines of a file have it, set in by two spaces. */
export function layOut(entry: Stub): string {
  return entryLines(written(entry), { column: 2, step: 2 })
    .map((line) => `${line}\n`)
    .join('');
}

/** The file may have changed since its entries were read. */
function refuseUnknown(file: string, entries: readonly Entry[], { changed = new Map() }: Edits): void {
  const known = new Set(entries.map(({ id }) => id));
  const gone = [...changed.keys()].find((id) => !known.has(id));
  if (gone === undefined) return;
  throw new RollcallError('registry', `${file} holds no entry ${quote(gone)} any more; nothing was changed`, {
    hint: 'Somebody else wrote it meanwhile. Try again.',
  });
}

/** The order in which a person reads an entry, behind its id and its name, which every entry has. */
const order = [
  'purpose',
  'status',
  'note',
  'owner',
  'match',
  'identities',
  'scope',
  'credentials',
  'approval',
  'exceptions',
];

function meaning(value: unknown, { changed = new Map(), added = [] }: Edits): unknown {
  const file = value as { readonly agents: readonly Fields[] }; // parseRegistry has read it
  const agents = file.agents.map((agent) => {
    const fields = changed.get(String(agent.id));
    return fields ? withFields(agent, fields) : agent;
  });
  return { ...file, agents: [...agents, ...added.map(written)] };
}

/** What is new stands behind the last field that is read before it, wherever the file has that. */
function withFields(entry: Fields, fields: Fields): Fields {
  const keys = Object.keys(entry);
  for (const key of Object.keys(fields).filter((each) => !keys.includes(each))) {
    const before = keys.findLastIndex((each) => order.indexOf(each) < order.indexOf(key));
    keys.splice(before + 1, 0, key);
  }
  const all = { ...entry, ...fields };
  return Object.fromEntries(keys.map((key) => [key, all[key]]));
}

function plainOf(text: string): unknown {
  return readYaml(text).tree?.value;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.trimStart()); // a byte order mark is white space
    return true;
  } catch {
    return false;
  }
}

/** What was meant may itself be nothing that a registry may say. */
function proven(source: RegistrySource): string {
  try {
    parseRegistry([source], source.file);
    return source.text;
  } catch (cause) {
    if (!(cause instanceof RollcallError)) throw cause;
    throw new RollcallError('registry', `${source.file} would be no registry any more, and is not written`, {
      hint: cause.message,
      cause,
    });
  }
}

function unsafe(file: string, { changed = new Map<string, Fields>(), added = [] }: Edits): RollcallError {
  const layout = { column: 4, step: 2 };
  const fields = [...changed].flatMap(([id, wanted]) => [
    `  - id: ${id}`,
    ...Object.entries(wanted).flatMap(([key, value]) =>
      value === undefined ? [`    # without ${key}`] : fieldLines(key, value, layout),
    ),
  ]);
  const entries = added.map((entry) => layOut(entry).trimEnd());
  return new RollcallError(
    'registry',
    `${file} is written in a way that cannot be edited safely; nothing was changed`,
    {
      hint: ['Write into it by hand:', ...fields, ...entries].join('\n'),
    },
  );
}
