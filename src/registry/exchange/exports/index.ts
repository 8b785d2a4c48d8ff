import type { ExportFormat } from '../../../model/exchange.ts';
import type { Exporter } from './format.ts';

/** Every exporter, loaded when it is asked for. */
const exporters: Readonly<Record<ExportFormat, () => Promise<Exporter>>> = {
  cyclonedx: async () => (await import('./cyclonedx.ts')).cyclonedx,
  backstage: async () => (await import('./backstage.ts')).backstage,
  csv: async () => (await import('./csv.ts')).csv,
  a2a: async () => (await import('./a2a.ts')).a2a,
};

/** The exporter of a format. */
export function loadExporter(format: ExportFormat): Promise<Exporter> {
  return exporters[format]();
}
