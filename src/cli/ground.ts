import type { Committed } from '../index.ts';
import type { RegistryGround } from './named-registry.ts';

/** Where policy is looked for. */
export interface Ground extends RegistryGround {
  /** Real paths of the scanned folders. */
  readonly scanned: readonly string[];
  /** Folders in which policy that nobody named is looked for, in this order. */
  readonly roots: readonly string[];
  /** The commit that policy is read from in place of those folders; `null` where none was named. */
  readonly commit: Committed | null;
  /** False where policy was named that stands outside the scanned tree. */
  readonly trustTree: boolean;
  /** True where all that is scanned stands on a server. */
  readonly isElsewhere: boolean;
}
