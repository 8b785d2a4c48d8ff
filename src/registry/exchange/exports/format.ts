import type { SpecVersion } from '../../../model/exchange.ts';
import type { Registry } from '../../../model/registry.ts';

/** What an export may be told. */
export interface ExportOptions {
  /** Version of rollcall, for what names its maker. */
  readonly version: string;
  /** Version of CycloneDX. */
  readonly spec: SpecVersion;
  /** When it is made, where that is to be said: the same registry gives the same bytes otherwise. */
  readonly timestamp: string | null;
}

/** Writes a registry as another catalogue has it: a registry in, a string out. */
export interface Exporter {
  render(registry: Registry, options: ExportOptions): string;
  /** What a person has to do before the text is of use; mostly nothing. */
  notes(registry: Registry): readonly string[];
}
