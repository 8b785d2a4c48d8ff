import { type HostCatalogue, type HostEntry, hostPattern } from './catalogue.ts';
import { counted, type HostExport, type HostExportOptions, provenance } from './export.ts';

/** What SQL is written with in one product. The hosts hold neither quotes nor backslashes, so that a literal is what it is quoted by. */
export interface Dialect {
  /** Kinds of log by their ids, the usual one first: the query that yields the columns of `seen`. */
  readonly tables: ReadonlyMap<string, Table>;
  /** The catalogue as a common table of `entry`, `provider`, `kind` and `paths`, from its rows. */
  catalogue(rows: readonly string[]): string;
  /** How `paths` are held: '' where none are needed. */
  paths(paths: readonly string[]): string;
  /** A condition: a column holds text that fits an expression. */
  fits(column: string, pattern: string): string;
  /** The statement behind the common tables `seen` and `catalogue`, from the branches that name the pattern of a host. */
  statement(branches: readonly string[]): string;
}

/** A kind of log, and how its rows are read. */
export interface Table {
  /** What has to be set in it, by the one who runs it, a line each. */
  readonly hints: readonly string[];
  /** `SELECT` of source, name, uri, agent, bytes_out, bytes_in and seen_at. */
  readonly seen: string;
  /** False where it has no paths, so that shared hosts cannot be told. */
  readonly hasPaths: boolean;
}

/** An export that is one SQL statement, whose result is the aggregate that rollcall reads as a log. */
export function sqlExport(id: HostExport['id'], dialect: Dialect): HostExport {
  return {
    id,
    tables: [...dialect.tables.keys()],
    render: (catalogue, options) => query(dialect, catalogue, options),
    notes: ({ hosts, patterns }, { table }) => {
      const shared = [...hosts, ...patterns].filter((entry) => entry.shared);
      if (shared.length === 0 || dialect.tables.get(table)?.hasPaths) return [];
      return [
        `${counted(shared, 'host', 'hosts')} that serve other things too cannot be told without paths, and are left out`,
      ];
    },
  };
}

function query(dialect: Dialect, catalogue: HostCatalogue, options: HostExportOptions): string {
  const table = dialect.tables.get(options.table);
  if (!table) return '';

  const { hosts, patterns } = catalogue;
  const rows = [...hosts, ...patterns].map((entry) => row(entry, dialect));
  const branches = patterns.map(
    ({ host }) => `WHEN ${dialect.fits('a.host', hostPattern(host))} THEN ${literal(host)}`,
  );
  return [
    `-- ${provenance(catalogue, options)}`,
    '-- Its result, as CSV with a header, is read by rollcall: rollcall scan log:aggregate.csv',
    '--',
    '-- Set these: the table, its columns and the period.',
    ...table.hints.map((line) => `-- ${line}`),
    'WITH seen AS (',
    table.seen.replaceAll(/^/gm, '  '),
    '),',
    '-- From here on nothing has to be set.',
    dialect.catalogue(rows),
    dialect.statement(branches),
    '',
  ].join('\n');
}

function row({ host, provider, kind, paths }: HostEntry, dialect: Dialect): string {
  const held = paths.length === 0 ? '' : dialect.paths(paths);
  return `(${[host, provider, kind, held].map(literal).join(', ')})`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Lines further in by as many blanks. */
export function indented(lines: readonly string[], blanks: number): string {
  return lines.map((line) => ' '.repeat(blanks) + line).join('\n');
}
