import type { HostExportFormat } from '../../model/host-export.ts';
import type { HostExport } from './export.ts';

const exports: { readonly [K in HostExportFormat]: () => Promise<HostExport> } = {
  sigma: async () => (await import('./sigma.ts')).sigma,
  'zeek-intel': async () => (await import('./zeek-intel.ts')).zeekIntel,
  suricata: async () => (await import('./suricata.ts')).suricata,
  clickhouse: async () => (await import('./clickhouse.ts')).clickhouse,
  athena: async () => (await import('./athena.ts')).athena,
  bigquery: async () => (await import('./bigquery.ts')).bigquery,
};

/** How the catalogue of hosts is written for that system; loaded when it is asked for. */
export async function loadHostExport(id: HostExportFormat): Promise<HostExport> {
  return await exports[id]();
}
