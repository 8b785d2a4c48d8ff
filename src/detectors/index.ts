import type { Detector } from '../model/document.ts';
import type { EvidenceKind } from '../model/evidence.ts';
import { configured } from './configured.ts';
import { connection } from './connection.ts';
import { declaration } from './declaration.ts';
import { grant } from './grants/grant.ts';
import { key } from './key.ts';
import { mention } from './mention.ts';
import { use } from './use.ts';
import { workload } from './workload.ts';

/**
 * Which detector yields a kind of evidence. The list is closed by its type: a kind without a detector does not compile.
 * Links between units are no detector's: the census sees them.
 */
const byKind = {
  call: use,
  connection,
  construct: use,
  declaration,
  dependency: mention,
  endpoint: mention,
  gate: use,
  grant,
  key,
  request: use,
  sdk: mention,
  server: use,
  setting: configured,
  store: use,
  tool: use,
  trigger: use,
  variable: mention,
  workload,
  identity: workload,
} satisfies Record<Exclude<EvidenceKind, 'link' | 'traffic' | 'process'>, Detector>;

/** Every detector, once. */
export const detectors: readonly Detector[] = [...new Set<Detector>(Object.values(byKind))];

/** The detector that is run again on facts that were resolved across files. */
/** The detector that is run, with that of uses, on what a file holds in other languages than its own. */
export { mention, use };
