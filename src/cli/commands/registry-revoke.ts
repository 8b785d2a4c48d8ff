import { type Entry, type Fields, RollcallError } from '../../index.ts';
import { line } from '../config-schema.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { entriesCalled, existingPlace, today } from '../registry-entries.ts';
import { nothingNamed } from '../registry-new.ts';
import type { RegistryFlags } from '../registry-place.ts';
import { drafted, writeAll } from '../registry-write.ts';

/** Flags of `rollcall registry revoke` and `rollcall registry deprecate`. */
export interface RevokeFlags extends RegistryFlags {
  readonly reason?: string;
}

/** `rollcall registry revoke`: rejects entries, and says in the file why and since when. Their approvals go. */
export async function revokeEntries(io: Io, ids: readonly string[], flags: RevokeFlags): Promise<ExitCode> {
  const example = 'rollcall registry revoke billing-triage --reason "sends mail to a new vendor"';
  if (ids.length === 0) throw nothingNamed('name the entries to revoke', example);
  if (flags.reason === undefined || flags.reason.trim() === '') throw nothingNamed('say why: --reason TEXT', example);
  const why = noted('revoked', flags.reason, io);
  return await decide(ids, flags, io, {
    word: 'revoked',
    fields: () => ({ status: 'rejected', note: why, approval: undefined }),
  });
}

/** `rollcall registry deprecate`: entries of agents that are to go. What was approved stays written down. */
export async function deprecateEntries(io: Io, ids: readonly string[], flags: RevokeFlags): Promise<ExitCode> {
  if (ids.length === 0)
    throw nothingNamed('name the entries to deprecate', 'rollcall registry deprecate billing-triage');
  const why = flags.reason === undefined ? {} : { note: noted('deprecated', flags.reason, io) };
  return await decide(ids, flags, io, { word: 'deprecated', fields: () => ({ status: 'deprecated', ...why }) });
}

function noted(word: string, reason: string, io: Io): string {
  const text = `${word} on ${today(io)}: ${reason.trim()}`;
  if (line.safeParse(text).success) return text;
  throw new RollcallError('usage', 'the reason is longer than 270 characters, or no plain text on one line', {
    hint: 'Say on one line why.',
  });
}

interface Decision {
  readonly word: string;
  readonly fields: (entry: Entry) => Fields;
}

async function decide(
  ids: readonly string[],
  flags: RevokeFlags,
  io: Io,
  { word, fields }: Decision,
): Promise<ExitCode> {
  const place = await existingPlace(['.'], flags, io);
  const entries = entriesCalled(ids, place);
  await writeAll(await drafted(place, new Map(entries.map((entry) => [entry.id, fields(entry)])), io));
  await note(
    io,
    entries.map(({ id, status }) => `${word} ${id}: it was ${status}`),
  );
  return 0;
}
