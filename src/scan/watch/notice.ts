import type { Agent, WitnessOf } from '../../model/census.ts';
import type { Verdict } from '../../model/registry.ts';

/** What watching logs has to say. */
export type Notice =
  | {
      /** `caller`: somebody calls a model who was not seen before, or a host that is new for him; `drift`: an approved agent calls what its approval does not name. */
      readonly kind: 'caller' | 'drift';
      readonly agent: Agent;
      readonly verdict: Verdict;
      readonly sighting: WitnessOf<'traffic'>;
    }
  | {
      readonly kind: 'problem';
      readonly file: string;
      readonly message: string;
      /** True where lines may be missing because of it. */
      readonly incomplete: boolean;
    }
  | {
      /** All that was there has been read: what comes from here on is new. */
      readonly kind: 'idle';
    };

/** What was watched, told when it ends. */
export interface Watched {
  readonly logs: number;
  readonly lines: number;
  /** Calls and look-ups of models among them. */
  readonly events: number;
  /** Callers of models, and those of them that nobody approved. */
  readonly callers: number;
  readonly unreviewed: number;
  readonly problems: number;
}
