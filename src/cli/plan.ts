import { RollcallError } from '../model/error.ts';
import type { Plan, Shard } from '../model/plan.ts';
import type { Io } from './io.ts';
import { readGiven } from './read.ts';

/** A plan that somebody saved; `-` for standard input. */
export async function savedPlan(file: string, io: Io): Promise<Plan> {
  const { parsePlan } = await import('../index.ts');
  return parsePlan(await readGiven(file, 'target', io), file);
}

/** `3/16` as the third of sixteen shards, as other tools for CI count them. */
export function shardIn(text: string, { shards }: Plan): Shard {
  const [, number, of] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text) ?? [];
  const shard = { number: Number(number), of: Number(of) };
  if (number === undefined || shard.number > shard.of)
    throw new RollcallError('usage', `--shard ${text} names no shard`, {
      hint: 'It is written like 3/16, from 1/16 to 16/16.',
    });
  if (shard.of === shards) return shard;
  throw new RollcallError('usage', `--shard ${text} does not fit the plan, which has ${shards} shards`, {
    hint: `Write ${shard.number}/${shards}, or make a plan of ${shard.of} shards.`,
  });
}
