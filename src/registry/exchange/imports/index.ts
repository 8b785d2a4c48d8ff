import type { ImportFormat } from '../../../model/exchange.ts';
import type { Importer } from '../draft.ts';

type Load = () => Promise<Importer>;

/** Every importer, loaded when it is asked for. In the order in which a text is shown to them: what is said plainly comes first. */
const importers: Readonly<Record<ImportFormat, Load>> = {
  backstage: async () => (await import('./backstage.ts')).backstage,
  aws: async () => (await import('./aws.ts')).aws,
  entra: async () => (await import('./entra.ts')).entra,
  mcp: async () => (await import('./mcp.ts')).mcp,
  a2a: async () => (await import('./a2a.ts')).a2a,
  csv: async () => (await import('./csv.ts')).csv,
};

/** The importer of a format. */
export function loadImporter(format: ImportFormat): Promise<Importer> {
  return importers[format]();
}

/** The formats in the order in which a text is shown to them. */
export const byCertainty = Object.keys(importers) as readonly ImportFormat[]; // they are its keys
