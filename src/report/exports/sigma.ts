import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { HostCatalogue, HostEntry } from './catalogue.ts';
import { type HostExport, type HostExportOptions, provenance } from './export.ts';

/** Where Sigma's taxonomy has the name of a host. */
const sources = [
  {
    id: 'dns',
    name: 'DNS query',
    field: 'query',
    logsource: { category: 'dns', definition: 'Names stand without the dot at their end' },
    fields: ['src_ip', 'query'],
  },
  {
    id: 'dns_query',
    name: 'process on Windows',
    field: 'QueryName',
    logsource: { category: 'dns_query', product: 'windows' },
    fields: ['Computer', 'User', 'Image', 'QueryName'],
  },
  {
    id: 'proxy',
    name: 'web proxy',
    field: 'cs-host',
    logsource: { category: 'proxy', definition: 'The host stands without its port' },
    fields: ['src_ip', 'cs-host', 'c-uri', 'c-useragent', 'cs-bytes', 'sc-bytes'],
  },
] as const;
type Source = (typeof sources)[number];

const kinds = [
  { kind: 'api', title: 'AI Model API' },
  { kind: 'chat', title: 'AI Chat Site' },
  { kind: 'console', title: 'AI Provider Console' },
] as const;
type Kind = (typeof kinds)[number];

/**
 * Sigma rules, version 2.1 of the specification, a document each: what hosts of one kind are seen in one kind of log, and
 * the shared hosts of a proxy by their paths. Plain wildcards alone, since not every backend knows regular expressions.
 * Source: github.com/SigmaHQ/sigma-specification, rules and taxonomy.
 */
export const sigma: HostExport = {
  id: 'sigma',
  tables: [],
  render(catalogue, options) {
    const rules = sources.flatMap((source) => kinds.flatMap((kind) => hostRule(catalogue, source, kind)));
    const documents = [...rules, ...sharedRules(catalogue)].map((rule) => document(rule, catalogue, options));
    return documents.join('---\n');
  },
  notes: ({ hosts, patterns }) => {
    const shared = [...hosts, ...patterns].filter((entry) => entry.shared);
    return shared.length === 0
      ? []
      : [`${shared.length} hosts that serve other things too are told by their path, in logs of a proxy that has it`];
  },
};

interface SigmaRule {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly source: Source;
  readonly detection: Readonly<Record<string, unknown>>;
  readonly level: 'informational' | 'low';
}

function document(rule: SigmaRule, catalogue: HostCatalogue, options: HostExportOptions): string {
  const { id, title, description, source, detection, level } = rule;
  const content = {
    title,
    id: uuid(id),
    status: 'test',
    description,
    author: 'rollcall',
    logsource: source.logsource,
    detection,
    fields: source.fields,
    falsepositives: ['Agents that are approved: hold the sources against the registry'],
    level,
  };
  return `# ${provenance(catalogue, options)}\n${stringify(content, { lineWidth: 0, singleQuote: true })}`;
}

/** The same rule has the same id, whatever hosts it names: a site changes and suppresses rules by it. */
function uuid(name: string): string {
  const hex = createHash('sha256').update(`rollcall sigma ${name}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function hostRule({ hosts, patterns }: HostCatalogue, source: Source, { kind, title }: Kind): readonly SigmaRule[] {
  const isIts = (entry: HostEntry): boolean => entry.kind === kind && !entry.shared;
  const detection = named(hosts.filter(isIts), patterns.filter(isIts), source.field, isIts);
  if (detection === null) return [];
  return [
    {
      id: `${source.id} ${kind}`,
      title: `${title} Seen By ${titled(source.name)}`,
      description: `A host of the kind ${kind} of a provider of AI models is named in a log: ${source.name}.`,
      source,
      detection,
      level: kind === 'api' ? 'low' : 'informational',
    },
  ];
}

function titled(text: string): string {
  return text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** What hosts have to be named, and under which condition; `null` where there are none. */
function named(
  hosts: readonly HostEntry[],
  patterns: readonly HostEntry[],
  field: string,
  isIts: (entry: HostEntry) => boolean,
): Readonly<Record<string, unknown>> | null {
  const suffixes = patterns.filter(({ host }) => isSuffix(host));
  const others = patterns.filter(({ host }) => !isSuffix(host));
  const except = patterns.flatMap((entry) => entry.except.filter((other) => !isIts(other)));
  const parts = [
    ...(hosts.length > 0 ? [['selection_host', { [field]: hosts.map(({ host }) => host) }]] : []),
    ...(suffixes.length > 0
      ? [['selection_suffix', { [`${field}|endswith`]: suffixes.map(({ host }) => host.slice(1)) }]]
      : []),
    ...(others.length > 0
      ? [
          ['selection_label', { [field]: others.map(({ host }) => host) }],
          ['filter_label', { [field]: others.map(({ host }) => beyond(host)) }],
        ]
      : []),
    ...(except.length > 0 ? [['filter_host', { [field]: except.map(({ host }) => host) }]] : []),
  ];
  if (parts.length === 0) return null;
  return { ...Object.fromEntries(parts), condition: condition(hosts, suffixes, others, except) };
}

function condition(...[hosts, suffixes, others, except]: readonly (readonly HostEntry[])[]): string {
  const label = others?.length ? ['(selection_label and not filter_label)'] : [];
  const patterns = [...(suffixes?.length ? ['selection_suffix'] : []), ...label].join(' or ');
  const kept = except?.length ? `((${patterns}) and not filter_host)` : patterns;
  return [...(hosts?.length ? ['selection_host'] : []), ...(kept === '' ? [] : [kept])].join(' or ');
}

function isSuffix(host: string): boolean {
  return host.startsWith('*.') && !host.slice(1).includes('*');
}

/**
 * A wildcard of Sigma runs over dots, so that a pattern that means part of a label needs what it must not be: the same with
 * one more dot in it. What a pattern begins with may be several labels as it is.
 */
function beyond(host: string): string {
  const inner = host.startsWith('*.') ? host.slice(2) : host;
  return (host.startsWith('*.') ? '*.' : '') + inner.replaceAll('*', '*.*');
}

/** Hosts that serve other things too, with the paths that mean a model. */
function sharedRules({ hosts, patterns }: HostCatalogue): readonly SigmaRule[] {
  const source = sources[2];
  const selections = groups([...hosts, ...patterns].filter(({ shared }) => shared)).map(({ paths, entries }) => ({
    ...hostOf(entries, source.field),
    ...pathOf(paths),
  }));
  if (selections.length === 0) return [];
  return [
    {
      id: 'proxy shared',
      title: 'AI Model API On A Shared Host Seen By Web Proxy',
      description: 'A path that asks an AI model, on a host that serves other things too.',
      source,
      detection: { selection: selections, ...lessLabels(patterns, source.field) },
      level: 'low',
    },
  ];
}

/** Patterns with a wildcard within a label, less those names that have more labels. */
function lessLabels(patterns: readonly HostEntry[], field: string): Readonly<Record<string, unknown>> {
  const shared = patterns.filter((entry) => entry.shared);
  const not = [
    ...shared.filter(({ host }) => !isSuffix(host)).map(({ host }) => beyond(host)),
    ...shared.flatMap(({ except }) => except.filter((other) => !other.shared).map(({ host }) => host)),
  ];
  return not.length === 0
    ? { condition: 'selection' }
    : { filter: { [field]: not }, condition: 'selection and not filter' };
}

/** Entries that are told by the same paths, and are written in the same way. */
function groups(entries: readonly HostEntry[]) {
  const found = new Map<string, { readonly paths: readonly string[]; readonly entries: HostEntry[] }>();
  for (const entry of entries) {
    const key = [isEnding(entry), ...entry.paths].join(' ');
    const group = found.get(key) ?? { paths: entry.paths, entries: [] };
    group.entries.push(entry);
    found.set(key, group);
  }
  return [...found.values()];
}

function isEnding({ host }: HostEntry): boolean {
  return host.lastIndexOf('*') === 0;
}

function hostOf(entries: readonly HostEntry[], field: string): Readonly<Record<string, readonly string[]>> {
  return entries.every(isEnding)
    ? { [`${field}|endswith`]: entries.map(({ host }) => host.slice(1)) }
    : { [field]: entries.map(({ host }) => host) };
}

/** Paths up to the end of a segment; a `:verb` goes on as it likes. */
function pathOf(paths: readonly string[]): Readonly<Record<string, readonly string[]>> {
  if (paths.every((path) => path.startsWith(':'))) return { 'c-uri|contains': paths };
  return {
    'c-uri': paths.flatMap((path) =>
      path.startsWith(':') ? [`*${path}*`] : [`*${path}`, `*${path}/*`, `*${path}:*`, `*${path}{*`, `*${path}\\?*`],
    ),
  };
}
