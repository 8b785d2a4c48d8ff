import type { ForgeRepository } from '../../model/forge.ts';
import type { Plan, Shard } from '../../model/plan.ts';
import type { ResultStore } from '../../model/results.ts';
import { sha256 } from '../../text/fingerprint.ts';
import { addressOf, type SurveyOptions } from '../survey/address.ts';
import { decodeAs, encode } from '../survey/codec.ts';
import { intactAt } from '../survey/kept.ts';
import { asking, type Look, linked } from './looks.ts';
import { headed, type Outcome } from './outcome.ts';

/** What a shard says of itself once it has ended: why repositories of it were not read, by id. */
interface ShardRecord {
  readonly unread: readonly (readonly [id: string, why: string])[];
}

/** Leaves word that a shard of a plan has ended, and of what it could not read. */
export async function keepShard(
  plan: Plan,
  shard: Shard,
  repositories: readonly ForgeRepository[],
  outcomes: readonly Outcome[],
  results: ResultStore,
): Promise<void> {
  const unread = repositories.flatMap(({ id }, at): [string, string][] => {
    const outcome = outcomes[at];
    return outcome?.kind === 'unread' ? [[id, outcome.why]] : [];
  });
  const address = shardAddress(plan, shard.number);
  const record: ShardRecord = { unread };
  await results.write(address, await encode(address, record));
}

/** What became of each repository of a plan, by what is kept. Pure but for reading: it asks no server, and reads no repository. */
export async function keptOutcomes(
  plan: Plan,
  results: ResultStore,
  salt: string,
  options: SurveyOptions,
): Promise<readonly Outcome[]> {
  const reasons = await reasonsIn(plan, results);
  const first: Outcome[] = [];
  for (const repository of plan.repositories) {
    const wanted = headed(repository);
    if ('kind' in wanted) {
      first.push(wanted);
      continue;
    }
    const address = addressOf(wanted, salt, options);
    const isKept = await intactAt(results, address);
    first.push(isKept ? { kind: 'surveyed', address } : { kind: 'unread', why: reasons(repository) });
  }
  return await linked(plan.repositories, first, results, async (looks) => {
    const found: Outcome[] = [];
    for (const look of looks) found.push(await lookedAt(look, results));
    return found;
  });
}

async function lookedAt({ surveyed, wanted, address }: Look, results: ResultStore): Promise<Outcome> {
  if (await intactAt(results, address)) return { kind: 'surveyed', address };
  const lacks = `${asking(wanted)}, and was not yet looked at beside them: scan the plan once more.`;
  return { kind: 'surveyed', address: surveyed.address, lacks };
}

/** Why a repository was not read, as the shard says that had it; or that the shard is missing. */
async function reasonsIn(
  plan: Plan,
  results: ResultStore,
): Promise<(repository: Plan['repositories'][number]) => string> {
  const reasons = new Map<string, string>();
  const ended = new Set<number>();
  for (let number = 1; number <= plan.shards; number++) {
    const address = shardAddress(plan, number);
    const bytes = await intactAt(results, address);
    if (!bytes) continue;
    ended.add(number);
    const { unread } = await decodeAs<ShardRecord>(bytes);
    for (const [id, why] of unread) reasons.set(id, why);
  }
  return ({ id, shard }) => {
    const missing = `shard ${shard} of ${plan.shards} is missing from ${results.name}`;
    return (
      reasons.get(id) ??
      (ended.has(shard)
        ? `${results.name} holds no result of it by this salt, these rules and this configuration`
        : missing)
    );
  };
}

function shardAddress({ forge, targets, shards, repositories }: Plan, number: number): string {
  const listed = repositories.map(({ id, head, shard }) => [id, head, shard]);
  return sha256(JSON.stringify(['rollcall-shard', forge.host, targets, shards, listed, number]));
}
