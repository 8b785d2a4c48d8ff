import type { HostExportFormat } from '../../model/host-export.ts';
import type { HostCatalogue } from './catalogue.ts';

/** What an export may know beside the hosts. */
export interface HostExportOptions {
  /** Version of rollcall, for the head of the file. */
  readonly version: string;
  /** One of the tables of the export. */
  readonly table: string;
}

/** A catalogue of hosts in, a text in another system's words out. Pure: the same catalogue gives the same text. */
export interface HostExport {
  readonly id: HostExportFormat;
  /** Kinds of log that it writes a query for, the usual one first; empty where one text serves them all. */
  readonly tables: readonly string[];
  render(catalogue: HostCatalogue, options: HostExportOptions): string;
  /** What of the catalogue the other system cannot be told, a sentence each. */
  notes(catalogue: HostCatalogue, options: HostExportOptions): readonly string[];
}

/** Which rollcall and which rules a text comes from, for its first line. */
export function provenance({ digest }: HostCatalogue, { version }: HostExportOptions): string {
  return `Hosts that serve AI models, by rollcall ${version}, rules ${digest}`;
}

/** How many there are of something, in words. */
export function counted(list: readonly unknown[], one: string, many: string): string {
  return `${list.length} ${list.length === 1 ? one : many}`;
}
