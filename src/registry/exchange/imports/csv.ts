import { CsvError, parse } from 'csv-parse/sync';
import type { DynamicFacet } from '../../../model/registry.ts';
import { Lines } from '../../../text/position.ts';
import { quote } from '../../../text/quote.ts';
import { nearest } from '../../nearest.ts';
import type { Fault } from '../../yaml.ts';
import { type Column, columns, disarm, split, splitCredential, splitRepos, splitTool } from '../cells.ts';
import { type Draft, type Facts, facet, type Given, type Importer, type Reading } from '../draft.ts';

/**
 * A table with a header row in the columns of {@link columns}, of which `name` alone has to be there; as RFC 4180 has it,
 * or with `;` or tabs between its cells, as spreadsheets write it in places.
 */
export const csv: Importer = { recognises, read };

const known: readonly string[] = columns;

/** Columns that tell of an approval: an import approves nothing. */
const unread: readonly string[] = columns.slice(columns.indexOf('status'));

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

function recognises({ text }: Given): boolean {
  const header = firstLine(text).split(separator(text)).map(columnOf);
  return header.includes('name') && header.filter((column) => known.includes(column)).length > 1;
}

function read({ text }: Given): Reading {
  const lines = new Lines(text);
  const at = (line: number, message: string): Fault => ({ offset: lines.start(line), message });
  const rows = table(text);
  if ('message' in rows) return { drafts: [], passed: [], faults: [at(rows.line, rows.message)] };

  const [head, ...body] = rows;
  const header = head?.cells.map(columnOf) ?? [];
  const faults = [
    ...headerFaults(header).map((message) => at(head?.line ?? 1, message)),
    ...body.filter(({ cells }) => cells.length !== header.length).map((row) => at(row.line, ragged(row, header))),
  ];
  if (faults.length > 0) return { drafts: [], passed: [], faults };
  return { drafts: body.map((row) => draftOf(row, header, lines.start(row.line))), passed: [], faults: [] };
}

function headerFaults(header: readonly string[]): string[] {
  const twice = header.filter((column, index) => column !== '' && header.indexOf(column) !== index);
  const nameless = header.includes('name') ? [] : [`no column "name"; the columns are: ${known.join(', ')}`];
  return [...nameless, ...twice.map((column) => `the column ${quote(column)} stands here twice; keep one`)];
}

function ragged({ cells }: Row, header: readonly string[]): string {
  return `${cells.length} cells where the header has ${header.length}; quote a cell that holds a separator`;
}

function table(text: string): readonly Row[] | { line: number; message: string } {
  try {
    // The parser would count a CRLF within quotes as two lines.
    const found = parse(
      text.replaceAll(/"[^"]*"?/g, (quoted) => quoted.replaceAll('\r\n', '\n')),
      {
        bom: true,
        delimiter: separator(text),
        info: true,
        relax_column_count: true,
        skip_empty_lines: true,
        skip_records_with_empty_values: true,
      },
    ) as unknown as readonly Told[]; // its types know nothing of `info`
    return found.map(({ record, info }) => ({ cells: record, line: info.lines - breaks(record) }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { line: Number(error.lines) || 1, message: `cannot be read as CSV: ${error.message}` };
  }
}

/** A record, and what the parser knows when it has read it. */
interface Told {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function breaks(cells: readonly string[]): number {
  return cells.join('').match(/\r\n?|\n/g)?.length ?? 0;
}

function separator(text: string): string {
  const line = firstLine(text);
  const count = (mark: string) => line.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function firstLine(text: string): string {
  return text.replaceAll(/^\uFEFF|[\r\n].*/gs, '');
}

/** `"Data sinks"` is `data_sinks`. */
function columnOf(title: string): string {
  return title
    .trim()
    .replace(/^"|"$/g, '')
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

function draftOf({ cells }: Row, header: readonly string[], offset: number): Draft {
  const cell = (column: Column) => disarm(cells[header.indexOf(column)] ?? '');
  const left = header.flatMap((column, index) =>
    isLeft(column) && cells[index]?.trim() !== '' ? [describe(column, index)] : [],
  );
  return { ...factsOf(cell), offset, left };
}

function isLeft(column: string): boolean {
  return !known.includes(column) || unread.includes(column);
}

function describe(column: string, index: number): string {
  if (column === '') return `column ${index + 1} (no title)`;

  const meant = known.includes(column) ? null : nearest(column, known);
  return meant ? `${column} (did you mean ${meant}?)` : column;
}

function factsOf(cell: (column: Column) => string): Facts {
  const word = (column: Column) => cell(column).trim() || null;
  const values = (column: Column) => split(cell(column));
  return {
    id: word('id'),
    name: word('name'),
    purpose: word('purpose'),
    owner: { team: word('team'), technical: word('technical'), sponsor: word('sponsor') },
    match: {
      repos: splitRepos(values('repos')),
      images: values('images'),
      workloads: values('workloads'),
      hosts: values('match_hosts'),
    },
    identities: values('identities'),
    scope: {
      providers: facet(values('providers')),
      models: facet(values('models')),
      hosts: facet(values('scope_hosts')),
      frameworks: facet(values('frameworks')),
      tools: values('tools').length > 0 ? values('tools').map(splitTool) : undefined,
      mcpServers: facet(values('mcp_servers')),
      dataSinks: facet(values('data_sinks')),
      dynamic: dynamic(values('dynamic')),
    },
    credentials: values('credentials').map(splitCredential),
  };
}

/** Other words are handed on as they stand, for the schema to refuse. */
function dynamic(words: readonly string[]): Facts['scope']['dynamic'] {
  return words.length > 0 ? (words as readonly DynamicFacet[]) : undefined;
}
