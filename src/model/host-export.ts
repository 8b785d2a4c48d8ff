/** Systems that the catalogue of hosts can be written for, as `rollcall rules export --format` takes them. */
export const hostExportFormats = ['sigma', 'zeek-intel', 'suricata', 'clickhouse', 'athena', 'bigquery'] as const;
export type HostExportFormat = (typeof hostExportFormats)[number];
