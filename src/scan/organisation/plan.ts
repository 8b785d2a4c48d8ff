import type { Enumeration, Forge, ForgeRepository } from '../../model/forge.ts';
import type { Plan, PlannedRepository } from '../../model/plan.ts';
import { byCodeUnit } from '../../text/order.ts';

/** What a repository costs beside its bytes: starting git, and the calls that fetch it. */
const fixedKilobytes = 2000;

/** Shares what was listed out among shards, so that all of them have about as much to do: the largest first, to whoever has least. */
export function planOf(listed: Enumeration, forge: Forge, targets: readonly string[], shards: number): Plan {
  const loads: number[] = Array.from({ length: shards }, () => 0);
  const shardOf = new Map<string, number>();
  const bySize = [...listed.repositories].sort((a, b) => b.kilobytes - a.kilobytes || byCodeUnit(a.id, b.id));
  for (const { id, kilobytes } of bySize) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + kilobytes + fixedKilobytes;
    shardOf.set(id, least + 1);
  }
  const planned = (repository: ForgeRepository): PlannedRepository => ({
    ...repository,
    shard: shardOf.get(repository.id) ?? 1,
  });
  return {
    forge,
    targets,
    shards,
    repositories: listed.repositories.map(planned),
    left: leftIn(listed),
    problems: listed.problems,
  };
}

/** Repositories that were left out, in the order of the reasons. */
export function leftIn({ left }: Pick<Enumeration, 'left'>): Plan['left'] {
  return [...left].map(([reason, count]) => ({ reason, count })).sort((a, b) => byCodeUnit(a.reason, b.reason));
}
