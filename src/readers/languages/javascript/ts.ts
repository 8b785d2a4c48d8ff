import { createRequire } from 'node:module';
import type { ts as TS } from 'ts-morph';

/** The TypeScript compiler of ts-morph. Required, not imported: an import would search nine megabytes for names to export. */
export const ts: typeof TS = createRequire(import.meta.url)('ts-morph').ts;
