import {
  approve,
  type Consent,
  type Decision,
  dayAfter,
  type Entry,
  type Fields,
  loadRegistry,
  RollcallError,
  standingOf,
  writtenApproval,
} from '../../index.ts';
import { quote } from '../../text/quote.ts';
import { tellShortfalls } from '../../text/shortfall.ts';
import { nextSteps } from '../approval-steps.ts';
import { day, line } from '../config-schema.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { entriesCalled, existingPlace, isPending, today } from '../registry-entries.ts';
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
  const terms = { now: today(io), policy: place.config.policy };
  const entries = flags.allPending
    ? place.registry.entries.filter((entry) => isPending(entry, standingOf(entry, terms)))
    : entriesCalled(ids, place);
  if (!flags.force) refuseDecided(entries);

  const decisions = entries.map((entry) => ({ entry, decision: approve(entry, consent, terms) }));
  for (const each of decisions) refuseOver(each, terms.now);
  const changed = decisions.filter(({ decision }) => !isAsBefore(decision));
  await writeAll(
    await drafted(place, new Map(changed.map(({ entry, decision }) => [entry.id, fieldsOf(entry, decision)])), io),
  );

  await note(
    io,
    decisions.flatMap(({ entry, decision }) => told(entry, decision)),
  );
  if (decisions.length === 0) await note(io, ['no entry is pending']);
  const short = decisions.filter(({ decision }) => decision.shortfalls.length > 0);
  if (short.length === 0) return 0;

  const written = new Map((await loadRegistry(place.path, place.root)).entries.map((entry) => [entry.id, entry]));
  const steps = nextSteps(
    short.map(({ entry, decision }) => ({ ...decision, entry: written.get(entry.id) ?? entry })),
    flags,
  );
  await note(
    io,
    steps.map((step, i) => (i === 0 ? `the policy is not met yet; next: ${step}` : `and: ${step}`)),
  );
  return 1;
}

/** Whoever approves again what they approved changes nothing. */
function isAsBefore({ kind, added }: Decision): boolean {
  return kind === 'adds' && added.length === 0;
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
  const since = at === undefined ? null : givenDay('--at', at);
  const now = today(io);
  if (since !== null && since > now) throw new RollcallError('usage', `--at ${since} is a day that has not come yet`);
  return { by: names, at: since, expires: expires === undefined ? null : endOf(expires, since ?? now), evidence };
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
  if (expires !== null && (expires <= now || expires <= at))
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
  const { approval, risk, kind, added, replaced, shortfalls } = decision;
  const who = approval.by.join(', ');
  const lines = isAsBefore(decision)
    ? [`${id} is approved by ${who} already, ${until(decision)}; nothing changes. To approve it anew: --expires WHEN`]
    : [`approved ${id} (${risk} risk) by ${who}, ${until(decision)}`];
  if (kind === 'joins') lines.push(`  of ${id}, the approval of ${approval.at} is joined, and not prolonged`);
  if (kind === 'adds' && added.length > 0)
    lines.push(`  of ${id}, evidence is added to the approval of ${approval.at}, which is not prolonged`);
  if (replaced.by.length > 0) lines.push(`  of ${id}, what ${replaced.by.join(', ')} approved before no longer counts`);
  if (replaced.evidence.length > 0)
    lines.push(`  of ${id}, evidence of the approval before is gone: ${replaced.evidence.join(', ')}`);
  if (shortfalls.length > 0) lines.push(`  ${id} ${tellShortfalls(shortfalls, risk)}`);
  return lines;
}

function until(decision: Decision): string {
  const { expires } = decision.approval;
  return `${expires === null ? 'without an end' : `until ${expires}`}${whyThen(decision)}`;
}

function whyThen({ term, risk, limit, approval: { expires } }: Decision): string {
  if (term === 'year') return ' (a year, since no --expires was given)';
  if (term === 'policy') return ` (no longer than the policy lets ${risk} risk be approved)`;
  return limit !== null && (expires === null || limit < expires)
    ? `; by the policy it ends on ${limit} (${risk} risk)`
    : '';
}
