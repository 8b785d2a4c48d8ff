import type { HostCatalogue, HostEntry } from './catalogue.ts';
import { counted, type HostExport, provenance } from './export.ts';

/**
 * A file for Zeek's Intelligence Framework. Its reader wants the `#fields` line before any data, tabs between the columns,
 * and takes other lines that begin with `#` for comments. An indicator of type `Intel::DOMAIN` is compared with the whole
 * name, in lower case, so that patterns cannot be told. Source: docs.zeek.org/en/lts/frameworks/intel.html.
 */
export const zeekIntel: HostExport = {
  id: 'zeek-intel',
  tables: [],
  render(catalogue, options) {
    const [whole, ...rest] = left(catalogue);
    return [
      `# ${provenance(catalogue, options)}`,
      ...[whole, ...rest].map((line) => `# ${line}`),
      ...catalogue.patterns.map(({ host }) => `# left out: ${host}`),
      ['#fields', 'indicator', 'indicator_type', 'meta.source', 'meta.desc'].join('\t'),
      ...named(catalogue).map((entry) =>
        [entry.host, 'Intel::DOMAIN', 'rollcall', `${entry.provider} (${entry.kind})`].join('\t'),
      ),
      '',
    ].join('\n');
  },
  notes: left,
};

function named({ hosts }: HostCatalogue): readonly HostEntry[] {
  return hosts.filter(({ shared }) => !shared);
}

function left({ hosts, patterns }: HostCatalogue): readonly string[] {
  const shared = hosts.filter((entry) => entry.shared);
  return [
    `left out: ${counted(patterns, 'pattern', 'patterns')} of hosts (Zeek intelligence compares whole names), and ${counted(
      shared,
      'host',
      'hosts',
    )} that serve other things too; rollcall finds them in Zeek's own logs`,
  ];
}
