import { written } from '../render.ts';
import type { Stub } from '../stub.ts';

/** Annotations by which an entity of Backstage carries what it has no field for. */
export const annotation = {
  /** An entry as JSON, without what is approved of it and what the entity's own fields say. */
  entry: 'rollcall.dev/entry',
  status: 'rollcall.dev/status',
  expires: 'rollcall.dev/expires',
} as const;

/** What {@link annotation.entry} holds. */
export function annotated(entry: Stub): string {
  const { id, owner, match, identities, scope, credentials } = written(entry);
  return JSON.stringify({ id, owner, match, identities, scope, credentials });
}
