import type { Value } from '../model/fact.ts';
import { withHoles } from '../model/value.ts';
import { texts } from './argument.ts';

/** A value as text, `{}` for a part that is decided at run time. */
export function spellings(value: Value | null): readonly string[] {
  if (!value) return [];
  if (value.kind === 'parts') return [withHoles(value.parts)];
  if (value.kind === 'choice') return value.options.flatMap(spellings);
  return texts(value).texts;
}
