import {
  approve,
  type Consent,
  type Decision,
  dayAfter,
  type Entry,
  type Fields,
  RollcallError,
  writtenApproval,
} from '../../index.ts';
import { quote } from '../../text/quote.ts';
import { tellShortfalls } from '../../text/shortfall.ts';
import { day, line } from '../config-schema.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { entriesCalled, existingPlace, today } from '../registry-entries.ts';
import { nothingNamed } from '../registry-new.ts';
import type { RegistryFlags } from '../registry-place.ts';
import { drafted, writeAll } from '../registry-write.ts';

/** Flags of `rollcall registry approve`. */
export interface ApproveFlags extends RegistryFlags {
  readonly by?: readonly string[];
  readonly expires?: string;
  readonly evidence?: readonly string[];
  readonly at?: string;
  readonly allPending?: boolean;
  readonly force?: boolean;
}

const example = 'rollcall registry approve billing-triage --by alice --expires 6m';

/**
 * `rollcall registry approve`: writes down who approves entries as they stand, and until when. Who that is, is never
 * guessed. It fails where the policy asks for more than it then has, and says for what.
 */
export async function approveEntries(io: Io, ids: readonly string[], flags: ApproveFlags): Promise<ExitCode> {
  if (ids.length > 0 === (flags.allPending === true))
    throw nothingNamed('name the entries to approve, or all that are pending', `${example}, or --all-pending`);
  const consent = consentOf(flags, io);
  const place = await existingPlace(['.'], flags, io);
  const entries = flags.allPending
    ? place.registry.entries.filter(({ status }) => status === 'pending')
    : entriesCalled(ids, place);
  if (!flags.force) refuseDecided(entries);

  const terms = { now: today(io), policy: place.config.policy };
  const decisions = entries.map((entry) => ({ entry, decision: approve(entry, consent, terms) }));
  for (const each of decisions) refuseOver(each, terms.now);
  await writeAll(
    await drafted(place, new Map(decisions.map(({ entry, decision }) => [entry.id, fieldsOf(entry, decision)])), io),
  );

  await note(
    io,
    decisions.flatMap(({ entry, decision }) => told(entry, decision)),
  );
  if (decisions.length === 0) await note(io, ['no entry is pending']);
  const short = decisions.filter(({ decision }) => decision.shortfalls.length > 0).map(({ entry }) => entry.id);
  if (short.length === 0) return 0;

  await note(io, [`the policy is not met yet; next: rollcall registry approve ${short.join(' ')} --by NAME`]);
  return 1;
}

function consentOf({ by = [], at, expires, evidence = [] }: ApproveFlags, io: Io): Consent {
  const names = by.flatMap((list) => list.split(',')).map((name) => name.trim());
  if (names.length === 0) throw nothingNamed('say who approves: --by NAME', example);
  for (const [flag, text] of [
    ...names.map((name) => ['--by', name]),
    ...evidence.map((each) => ['--evidence', each]),
  ]) {
    if (text === '') throw nothingNamed(`${flag} holds an empty word`, example);
    if (!line.safeParse(text).success)
      throw new RollcallError('usage', `${flag} ${quote(text ?? '')} is no plain text on one line`);
  }
  const since = at === undefined ? today(io) : givenDay('--at', at);
  if (since > today(io)) throw new RollcallError('usage', `--at ${since} is a day that has not come yet`);
  return { by: names, at: since, expires: expires === undefined ? null : endOf(expires, since), evidence };
}

function endOf(expires: string, since: string): string {
  return dayAfter(since, expires) ?? givenDay('--expires', expires, 'YYYY-MM-DD, or as a period: 90d, 6m, 1y');
}

function givenDay(flag: string, text: string, form = 'YYYY-MM-DD'): string {
  if (day.safeParse(text).success) return text;
  throw new RollcallError('usage', `${flag} ${quote(text)} is not a day of the calendar`, {
    hint: `Write it as ${form}.`,
  });
}

function refuseDecided(entries: readonly Entry[]): void {
  const decided = entries.find(({ status }) => status === 'rejected' || status === 'deprecated');
  if (!decided) return;
  const why = decided.note === undefined ? '' : `: ${decided.note}`;
  throw new RollcallError('registry', `${decided.id} is ${decided.status}${why}`, {
    hint: 'To approve it all the same: --force',
  });
}

/** An approval that is over on the day that it is given approves nothing, and the file may not hold it. */
function refuseOver({ entry, decision }: { entry: Entry; decision: Decision }, now: string): void {
  const { expires, at } = decision.approval;
  if (expires <= now || expires <= at)
    throw new RollcallError('usage', `the approval of ${entry.id} would be over: it ends on ${expires}`, {
      hint: 'Name a later day: --expires DATE',
    });
  if (decision.limit !== null && decision.limit <= now)
    throw new RollcallError(
      'usage',
      `by the policy, an approval of ${at} is too old for ${entry.id} (${decision.risk} risk)`,
      {
        hint: 'Approve it as of today: leave out --at.',
      },
    );
}

function fieldsOf({ note: said }: Entry, { approval }: Decision): Fields {
  const isOver = said !== undefined && /^(?:revoked|deprecated) on \d{4}-/.test(said);
  return { status: 'approved', approval: writtenApproval(approval), ...(isOver ? { note: undefined } : {}) };
}

function told({ id }: Entry, decision: Decision): readonly string[] {
  const { approval, risk, kind, replaced, shortfalls } = decision;
  const who = approval.by.join(', ');
  const lines = [`approved ${id} (${risk} risk) by ${who}, until ${approval.expires}${whyThen(decision)}`];
  if (kind === 'joins') lines.push(`  of ${id}, the approval of ${approval.at} is joined, and not prolonged`);
  if (replaced.length > 0) lines.push(`  of ${id}, what ${replaced.join(', ')} approved before no longer counts`);
  if (shortfalls.length > 0) lines.push(`  ${id} ${tellShortfalls(shortfalls, risk)}`);
  return lines;
}

function whyThen({ term, risk, limit, approval }: Decision): string {
  if (term === 'year') return ' (a year, since no --expires was given)';
  if (term === 'policy') return ` (no longer than the policy lets ${risk} risk be approved)`;
  return limit !== null && limit < approval.expires ? `; by the policy it ends on ${limit} (${risk} risk)` : '';
}
