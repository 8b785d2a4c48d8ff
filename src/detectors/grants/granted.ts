import type { ServiceRule } from '../../model/credential.ts';
import type { Document } from '../../model/document.ts';
import type { Confidence, GrantEvidence, GrantKind, Handing, Whose } from '../../model/evidence.ts';
import type { Position } from '../../model/origin.ts';
import { evidenceBase } from '../base.ts';

/** What a detector says of something that is handed over. */
export interface Granting {
  readonly what: GrantKind;
  readonly name: string;
  readonly by: Handing;
  readonly at: Position;
  readonly service?: ServiceRule | null;
  readonly of?: string | null;
  readonly whose?: Whose | null;
  readonly confidence?: Confidence;
  readonly within?: string | null;
  readonly beside?: readonly string[];
}

/** Evidence that access to something is handed over. */
export function granted(document: Document, saying: Granting): GrantEvidence {
  const {
    what,
    name,
    by,
    at,
    service = null,
    of = null,
    whose = null,
    confidence = 'high',
    within = null,
    beside = [],
  } = saying;
  return {
    kind: 'grant',
    ...evidenceBase(document, at, { rule: service?.rule ?? 'grant', confidence, weight: 'mention', within }),
    ...(whose ? { whose } : {}),
    what,
    name,
    service: service?.name ?? null,
    by,
    of,
    opens: service?.opens ?? [],
    channel: service?.channel ?? null,
    beside,
  };
}
