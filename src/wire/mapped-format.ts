import { RollcallError } from '../model/error.ts';
import {
  type Basis,
  bases,
  type LogFormat,
  numberFields,
  partFields,
  type RecordRule,
  type Selector,
  textFields,
} from '../model/network.ts';

/** By any of these it is known where something went. */
const told = ['url', 'host', 'request', 'path', 'sni', 'address'] as const;

type Field = keyof RecordRule['fields'];
type Paths = ReadonlyMap<Field | 'basis', readonly string[]>;

/**
 * The layout of JSON logs of which somebody says where the values stand: `host=dest.name,source=client.ip,time=@timestamp`.
 * Paths are dotted; of a field that is told twice the first path counts that a record has. `basis=dns` says how it is known
 * where something went, where the fields do not.
 *
 * @throws RollcallError `usage` where a field is none, or where nothing says where something went.
 */
export function mappedFormat(text: string): LogFormat {
  const paths = pathsIn(text);
  const places = told.filter((field) => paths.has(field));
  if (places.length === 0)
    throw new RollcallError('usage', `${text} does not say where a request went`, {
      hint: `It needs one of ${told.join(', ')}: json:host=dest.name,source=client.ip,time=@timestamp`,
    });
  const fields = [...paths].flatMap(([field, list]) => (field === 'basis' ? [] : [[field, list.map(selectorOf)]]));
  const named = (paths.get('host') ?? paths.get('sni') ?? []).map(selectorOf);
  const rule = { ...plain, basis: basisOf(paths), fields: { ...Object.fromEntries(fields), host: named } };
  return {
    id: 'given',
    name: 'JSON, its fields as given',
    shape: { kind: 'json', keys: [places.flatMap((field) => paths.get(field) ?? [])], is: [], loose: false },
    each: [],
    records: [rule],
    skip: [],
    general: false,
    document: true,
    whole: false,
    words: [],
    programs: [],
  };
}

function pathsIn(text: string): Paths {
  const paths = new Map<Field | 'basis', readonly string[]>();
  for (const pair of text.split(',')) {
    const [, name = '', path = ''] = /^\s*([^=]*?)\s*=\s*\.?(.*?)\s*$/s.exec(pair) ?? [];
    if (!isField(name) || path === '')
      throw new RollcallError('usage', `${pair.trim() === '' ? 'nothing' : pair.trim()} is no field and its path`, {
        hint: `It is FIELD=PATH, and the fields are ${fieldNames.join(', ')}.`,
      });
    if (name === 'basis' && !isBasis(path))
      throw new RollcallError('usage', `there is no basis ${path}`, { hint: `There are ${bases.join(', ')}.` });
    paths.set(name, [...(paths.get(name) ?? []), path]);
  }
  return paths;
}

const fieldNames = [...partFields, ...textFields, ...numberFields, 'basis'] as const;

function isField(name: string): name is Field | 'basis' {
  return fieldNames.some((known) => known === name);
}

function isBasis(text: string | undefined): text is Basis {
  return bases.some((known) => known === text);
}

/** A name beside an address does not say how it is known that they belong together. */
function basisOf(paths: Paths): Basis {
  const given = paths.get('basis')?.[0];
  if (isBasis(given)) return given;
  if (['url', 'request', 'path', 'method'].some((field) => paths.has(field as Field))) return 'http'; // they are fields
  if (paths.has('qtype')) return 'dns';
  if (paths.has('host')) return 'fqdn';
  return paths.has('sni') ? 'sni' : 'ip';
}

function selectorOf(from: string): Selector {
  return { from, match: null, and: null, by: ' ', lower: false, percent: false };
}

const plain: Omit<RecordRule, 'basis' | 'fields'> = {
  when: [],
  provider: null,
  denied: [],
  answers: [],
  draft: false,
  repeats: false,
  alias: false,
  dates: 'month',
  names: 'plain',
  encoding: 'plain',
};
