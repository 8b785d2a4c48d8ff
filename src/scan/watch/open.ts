import type { ApprovalPolicy } from '../../model/policy.ts';
import type { Registry } from '../../model/registry.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { LogOptions } from '../logs/logs.ts';
import type { Watch } from './watch.ts';

/** What is watched, how, and what callers are held against. */
export interface OpenWatch {
  readonly targets: readonly string[];
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly rules: RuleSet;
  readonly registry: Registry;
  readonly policy: ApprovalPolicy;
  readonly logs: Pick<LogOptions, 'format' | 'offset'>;
  readonly clock: () => Date;
  /** Absolute path of the file that keeps how far logs were read; `null`: nothing is kept. */
  readonly checkpoint: string | null;
  readonly fromStart: boolean;
  readonly signal: AbortSignal;
}

/** A watch over logs, and what a person should know of where it starts. What watches is loaded here: no scan needs it. */
export async function openWatch(
  options: OpenWatch,
): Promise<{ readonly watch: Watch; readonly notes: readonly string[] }> {
  const { Checkpoint } = await import('../../sources/log/checkpoint.ts');
  const { followed } = await import('../../sources/log/followed.ts');
  const { knownCallers } = await import('../../sources/log/known.ts');
  const { Watch } = await import('./watch.ts');
  const { targets, cwd, stdin, rules, registry, policy, logs, clock, fromStart, signal } = options;
  const checkpoint = options.checkpoint === null ? null : new Checkpoint(options.checkpoint);
  const known = options.checkpoint === null ? null : knownCallers(`${options.checkpoint}.callers`);
  const place = 'watch';
  const follow = { targets, cwd, stdin, place, signal, checkpoint, fromStart };
  const watch = new Watch({
    followed: followed({ ...follow, ...(known ? { beforeSave: known.save } : {}) }),
    place,
    rules,
    registry,
    policy,
    today: () => clock().toISOString().slice(0, 10),
    now: () => clock().getTime(),
    ...logs,
    ...(known ? { known } : {}),
  });
  return { watch, notes: checkpoint?.fault ? [checkpoint.fault] : [] };
}
