import type { Forge, ForgeFilter } from '../../model/forge.ts';
import type { Plan, Shard } from '../../model/plan.ts';
import type { ResultStore } from '../../model/results.ts';
import type { Pace } from '../../sources/github/patience.ts';

/** How a server is spoken to that holds repositories, and what becomes of what is read there. */
export interface ForgeOptions {
  readonly forge: Forge;
  readonly filter: ForgeFilter;
  /** Where tokens, proxies and certificates are named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where results are kept, so that nothing is read twice; `null`: they are thrown away. */
  readonly results: ResultStore | null;
  /** What was listed before, in place of the targets; absent where the server is asked. */
  readonly plan?: Plan | null;
  /** The one shard of the plan that is read. */
  readonly shard?: Shard | null;
  /** True: nothing is asked and nothing is fetched. What is kept of the plan is all there is. */
  readonly isOffline?: boolean;
  /** `archive`: from archives that the server makes; absent: by git, and where there is none from archives. */
  readonly fetch?: 'git' | 'archive';
  /** How many repositories are fetched at a time. */
  readonly clones: number;
  /** Milliseconds that may be spent in all on waiting until the server allows more calls. */
  readonly maxWait: number;
  readonly pace: Pace;
  /** Told what a person should know while it runs. */
  readonly onNote: (text: string) => void;
}

/** Milliseconds that fetching one repository may take. */
export const patience = 30 * 60_000;

/** Bytes that one repository may take on the disk, as git keeps it, and its files of one commit. */
export const most = { clone: 20 * 1024 ** 3, files: 900_000_000 };
