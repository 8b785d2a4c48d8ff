import type { Reference, Value } from './fact.ts';
import type { Position } from './origin.ts';

/** Pieces of a template as a value: a text where all of it is known, else its parts, known neighbours joined. */
export function spelled(pieces: readonly (string | Reference | null)[], at: Position): Value {
  const parts: (string | Reference | null)[] = [];
  for (const piece of pieces) {
    const before = parts.at(-1);
    if (typeof before === 'string' && typeof piece === 'string') parts[parts.length - 1] = before + piece;
    else parts.push(piece);
  }
  const [only] = parts;
  return parts.length === 1 && typeof only === 'string'
    ? { kind: 'text', text: only, at }
    : { kind: 'parts', parts, at };
}

/** Parts as one text, `{}` for each that is decided at run time. */
export function withHoles(parts: readonly (string | Reference | null)[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : '{}')).join('');
}
