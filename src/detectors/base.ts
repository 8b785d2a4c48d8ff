import type { Document } from '../model/document.ts';
import type { Confidence, Context, Weight } from '../model/evidence.ts';
import type { Location, Position } from '../model/origin.ts';

/** What a detector says of a place; all else of a piece of evidence follows from the document. */
export interface Saying {
  readonly rule: string;
  readonly provider?: string | null;
  readonly framework?: string | null;
  readonly confidence: Confidence;
  /** What it would weigh in production code. */
  readonly weight: Weight;
  readonly within?: string | null;
}

/** The fields that every kind of evidence shares. */
export interface EvidenceBase extends Location {
  readonly place: string;
  readonly rule: string;
  readonly provider: string | null;
  readonly framework: string | null;
  readonly confidence: Confidence;
  readonly weight: Weight;
  readonly context: Context;
  readonly within: string | null;
}

/** Fills the shared fields of evidence. Outside production and example files a use is no more than a mention. */
export function evidenceBase(document: Document, at: Position, saying: Saying): EvidenceBase {
  const { place, file, context } = document;
  const counts = context === 'production' || context === 'example';
  return {
    place,
    file,
    line: at.line,
    column: at.column,
    rule: saying.rule,
    provider: saying.provider ?? null,
    framework: saying.framework ?? null,
    confidence: saying.confidence,
    weight: counts ? saying.weight : 'mention',
    context,
    within: saying.within ?? null,
  };
}

/** Whether a module name means a module of the repository itself: `agents` beside the file goes before the package `agents`. */
export function isLocal({ locals }: Document, module: string): boolean {
  return locals.size > 0 && locals.has(module.split('.', 1)[0] ?? '');
}
