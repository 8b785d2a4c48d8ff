import { resolve } from 'node:path';
import { planOrganisations, RollcallError, renderPlan } from '../../index.ts';
import { isForgeTarget } from '../../text/forge.ts';
import type { ExitCode } from '../exit.ts';
import { forgeOf } from '../forge.ts';
import type { ForgeFlags } from '../forge-flags.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print, save } from '../output.ts';
import { version } from '../version.ts';

/** Flags of `rollcall plan`. */
export interface PlanFlags extends ForgeFlags {
  readonly shards: number;
  readonly output?: string;
  readonly allowIncomplete?: boolean;
  readonly quiet?: boolean;
}

/** `rollcall plan`: lists the repositories of an owner once, shared out among shards, for many machines to read. */
export async function plan(io: Io, targets: readonly string[], flags: PlanFlags): Promise<ExitCode> {
  const strange = targets.find((target) => !isForgeTarget(target));
  const forge = await forgeOf(targets, flags, io);
  if (strange !== undefined || !forge)
    throw new RollcallError('usage', 'a plan is one of the repositories of a server', { hint: 'Name github:OWNER.' });
  const made = await planOrganisations({ targets, version: version(), signal: io.signal }, forge, flags.shards);
  const text = renderPlan(made);
  if (flags.output === undefined || flags.output === '-') await print(io.stdout, text);
  else await save(resolve(io.cwd(), flags.output), text);
  const isWhole = made.problems.every(({ incomplete }) => !incomplete);
  const lines = [
    `${made.repositories.length} repositories in ${made.shards} ${made.shards === 1 ? 'shard' : 'shards'}`,
    ...made.problems.map(({ place, message }) => `${place}: ${message}`),
  ];
  if (!flags.quiet) await note(io, lines);
  return isWhole || flags.allowIncomplete ? 0 : 3;
}
