import type { z } from 'zod';
import type {
  LogFormat,
  LogRules,
  LogWrapper,
  RecordCondition,
  RecordRule,
  Selector,
  Shape,
} from '../model/network.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { tokensOf } from '../text/tokens.ts';
import type { CallerFile, condition, LogFile, selector, WrapperFile } from './log-schema.ts';

const separators = { tab: '\t', comma: ',', semicolon: ';', blank: ' ' } as const;

/** Turns files of log formats into the form that lines are read by. */
export function logRules(
  formats: readonly LogFile[],
  wrappers: readonly WrapperFile[],
  callers: CallerFile | undefined,
  hosts: Pick<RuleSet, 'hosts' | 'hostPatterns'>,
): LogRules {
  const extra = wordsOf(formats, callers);
  return {
    words: tokensOf(hosts, { extra }),
    labels: tokensOf(hosts, { extra, labels: true }),
    formats: formats.map(format),
    wrappers: wrappers.map(wrapper),
    apis: (callers?.apis ?? []).map(({ api, paths }) => ({ api, path: pathPattern(paths) })),
    callers: (callers?.callers ?? []).map(({ kind, name, pattern }) => ({
      kind,
      name,
      pattern: new RegExp(pattern, 'i'),
    })),
  };
}

function format(file: LogFile): LogFormat {
  return {
    id: file.id,
    name: file.name,
    shape: shapeOf(file),
    each: listOf(file.each),
    records: (file.records.length > 0 ? file.records : [bare]).map((record) => recordRule(record, file)),
    skip: listOf(file.skip).map((pattern) => new RegExp(pattern)),
    general: file.general,
    document: file.document,
    whole: file.whole,
    words: file.words,
    programs: [firstWord(file.id), ...file.programs].map((name) => name.toLowerCase()),
  };
}

/** A format of one kind of record, of which its fields say all. */
const bare: LogFile['records'][number] = {
  fields: {},
  draft: false,
  repeats: false,
  alias: false,
  dates: 'month',
  names: 'plain',
  encoding: 'plain',
};

function shapeOf({ text, json, table, csv, pairs, binary }: Partial<LogFile>): Shape {
  if (text) return { kind: 'text', patterns: listOf(text).map((pattern) => new RegExp(pattern)) };
  if (json) return jsonShape(json);
  if (table)
    return {
      kind: 'table',
      header: new RegExp(table.header),
      separator: table.separator === 'blank' ? null : separators[table.separator],
      columns: table.columns.map(listOf),
      notes: table.notes === undefined ? null : new RegExp(table.notes),
      loose: table.loose,
    };
  if (csv)
    return { kind: 'csv', separator: separators[csv.separator], columns: csv.columns, line: new RegExp(csv.line) };
  if (pairs)
    return {
      kind: 'pairs',
      line: new RegExp(pairs.line),
      separator: pairs.separator === 'none' ? null : separators[pairs.separator],
      loose: pairs.loose,
    };
  return { kind: 'binary', decoder: binary ?? 'pcap' };
}

function jsonShape({ keys, is, loose }: NonNullable<LogFile['json']>): Shape & { kind: 'json' } {
  return { kind: 'json', keys: keys.map(listOf), is: listOf(is).map(conditionOf), loose };
}

function firstWord(id: string): string {
  return id.split('-', 1)[0] ?? id;
}

function wrapper({ id, text, json, message, each, partial, fields }: WrapperFile): LogWrapper {
  const shape = json
    ? jsonShape(json)
    : { kind: 'text' as const, patterns: listOf(text).map((pattern) => new RegExp(pattern)) };
  return {
    id,
    shape,
    messages: listOf(message),
    each: listOf(each),
    partial: partial ? conditionOf(partial) : null,
    fields: fieldsOf(fields),
  };
}

function recordRule(
  record: LogFile['records'][number],
  { fields: shared, denied }: Pick<LogFile, 'fields' | 'denied'>,
): RecordRule {
  return {
    when: listOf(record.when).map(conditionOf),
    basis: record.basis ?? null,
    provider: record.provider ?? null,
    fields: fieldsOf({ ...shared, ...record.fields }),
    denied: listOf(record.denied ?? denied).map(conditionOf),
    answers: listOf(record.answers).map(selectorOf),
    draft: record.draft,
    repeats: record.repeats,
    alias: record.alias,
    dates: record.dates,
    names: record.names,
    encoding: record.encoding,
  };
}

type Given = LogFile['fields'][keyof LogFile['fields']];

function fieldsOf(given: Readonly<Record<string, Given>>): RecordRule['fields'] {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, listOf(value).map(selectorOf)]));
}

function selectorOf(given: z.infer<typeof selector>): Selector {
  if (typeof given === 'string') return { from: given, match: null, and: null, by: ' ', lower: false, percent: false };
  const { match, and, ...others } = given;
  return { ...others, match: match === undefined ? null : new RegExp(match), and: and ?? null };
}

function conditionOf({ from, is, match, not }: z.infer<typeof condition>): RecordCondition {
  return {
    from: listOf(from),
    is: listOf(is).map((text) => text.toLowerCase()),
    match: match === undefined ? null : new RegExp(match),
    not,
  };
}

function listOf<T>(given: T | readonly T[] | undefined): readonly T[] {
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given as T]; // what is no list is one item
}

/** Shorter words stand in every other line. */
const shortest = 5;

/** What begins a line that names columns. */
const headers = ['#fields', '#separator'];

/** Words besides those of hosts. JSON of some programs escapes slashes. */
function wordsOf(formats: readonly LogFile[], callers: CallerFile | undefined): readonly string[] {
  const paths = (callers?.apis ?? []).flatMap((one) => one.paths.map(fixed)).filter(({ length }) => length >= shortest);
  return [
    ...paths,
    ...paths.map((path) => path.replaceAll('/', '\\/')),
    ...formats.flatMap(({ words }) => words),
    ...headers,
  ];
}

/** The longest part of a path that has no wildcard in it. */
function fixed(path: string): string {
  return path.split('*').toSorted((a, b) => b.length - a.length)[0] ?? path;
}

/**
 * Paths as `/v1/chat/completions`, `*` for one step, `:verb` for what follows a colon. They may stand behind a gateway's own
 * steps (`/openai/v1/chat/completions`) and end there, at a slash, or at a query: `/v1/messages-from-users` is another path.
 */
function pathPattern(paths: readonly string[]): RegExp {
  const sources = paths.map((path) => path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/?#]+'));
  return new RegExp(`(?:${sources.join('|')})(?=[/?#]|$)`);
}
