import { stringify } from 'csv-stringify/sync';
import type { Entry } from '../../../model/registry.ts';
import { arm, type Column, columns, join, joinCredential, joinRepos, joinTool } from '../cells.ts';
import type { Exporter } from './format.ts';

/** A table for a spreadsheet, as RFC 4180 has it, with the columns that an import reads. */
export const csv: Exporter = {
  render: ({ entries }) => {
    const rows = entries.map((entry) => {
      const texts = cells(entry);
      return columns.map((column) => arm(texts[column]));
    });
    // The library quotes what holds the end of its rows, and a line feed alone is read as one too.
    return stringify([columns, ...rows], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
  },
  notes: () => [],
};

function cells(entry: Entry): Readonly<Record<Column, string>> {
  const { owner, match, scope, approval } = entry;
  return {
    id: entry.id,
    name: entry.name,
    purpose: entry.purpose ?? '',
    team: owner.team ?? '',
    technical: owner.technical ?? '',
    sponsor: owner.sponsor ?? '',
    repos: join(joinRepos(match.repos)),
    images: join(match.images),
    workloads: join(match.workloads),
    match_hosts: join(match.hosts),
    identities: join(entry.identities),
    providers: join(scope.providers ?? []),
    models: join(scope.models ?? []),
    scope_hosts: join(scope.hosts ?? []),
    frameworks: join(scope.frameworks ?? []),
    tools: join((scope.tools ?? []).map(joinTool)),
    mcp_servers: join(scope.mcpServers ?? []),
    data_sinks: join(scope.dataSinks ?? []),
    dynamic: join(scope.dynamic ?? []),
    credentials: join(entry.credentials.map(joinCredential)),
    status: entry.status,
    approved_by: join(approval?.by ?? []),
    approved_at: approval?.at ?? '',
    expires: approval?.expires ?? '',
    evidence: join(approval?.evidence ?? []),
    digest: approval?.digest ?? '',
    exceptions: join(entry.exceptions.map(excepted)),
  };
}

function excepted({ check, until, reason, ticket }: Entry['exceptions'][number]): string {
  return `${check} until ${until}: ${reason}${ticket === null ? '' : ` (${ticket})`}`;
}
