import {
  dayAfter,
  type Entry,
  grid,
  nearest,
  type RiskTier,
  RollcallError,
  riskOf,
  type Standing,
  type Status,
  standingOf,
  visible,
} from '../../index.ts';
import { personKey } from '../../text/person.ts';
import { quote } from '../../text/quote.ts';
import { brieflyShort } from '../../text/shortfall.ts';
import { approvalEnd } from '../approval-end.ts';
import type { ExitCode } from '../exit.ts';
import type { PolicyFlags } from '../flags.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print } from '../output.ts';
import { findPolicy } from '../policy.ts';
import { isPending, noneAt, today } from '../registry-entries.ts';
import type { RegistryFlags } from '../registry-place.ts';

/** Flags of `rollcall registry list`. */
export interface ListFlags extends RegistryFlags {
  readonly registryRef?: string;
  readonly status?: readonly string[];
  readonly owner?: string;
  readonly expiring?: string;
  readonly format: 'table' | 'json';
}

/** An entry, and what it is worth today. */
interface Row {
  readonly entry: Entry;
  readonly risk: RiskTier;
  readonly standing: Standing;
  /** First day on which its approval no longer holds, by itself or by the policy; `null`: it has no end. */
  readonly ends: string | null;
}

/** `rollcall registry list`: the entries, what each is worth today, and until when. */
export async function listEntries(io: Io, flags: ListFlags): Promise<ExitCode> {
  const statuses = flags.status?.map(provenStatus);
  const until = flags.expiring === undefined ? null : horizon(flags.expiring, io);
  const { registry, config, notes } = await findPolicy(['.'], policyFlagsOf(flags), io);
  await note(io, notes);
  if (registry.digest === null && registry.origin === null) throw noneAt(flags.registry ?? null);
  const terms = { now: today(io), policy: config.policy };
  const rows = registry.entries
    .map((entry): Row => {
      const risk = riskOf(entry);
      const ends = approvalEnd(entry, config.policy.maximumAgeDays[risk]);
      return { entry, risk, standing: standingOf(entry, terms), ends };
    })
    .filter(({ entry, standing }) => {
      if (!statuses || statuses.includes(entry.status)) return true;
      return statuses.includes('pending') && isPending(entry, standing);
    })
    .filter(({ entry }) => flags.owner === undefined || isOwnedBy(entry, flags.owner))
    .filter((row) => until === null || isEnding(row, until));
  await print(io.stdout, flags.format === 'json' ? json(rows) : table(rows));
  return 0;
}

/** Any registry can be listed, wherever it is read from. */
function policyFlagsOf({ registry, registryRef, config }: ListFlags): PolicyFlags {
  return {
    ...(registry === undefined ? {} : { registry }),
    ...(registryRef === undefined ? {} : { registryRef }),
    ...(config === undefined ? {} : { config }),
    baseline: false,
  };
}

const statusWords = ['draft', 'pending', 'approved', 'rejected', 'deprecated'] as const satisfies readonly Status[];

function provenStatus(word: string): Status {
  const found = statusWords.find((each) => each === word);
  if (found) return found;
  const meant = nearest(word, statusWords);
  throw new RollcallError('usage', `there is no status ${quote(word)}`, {
    hint: meant === null ? `Known are ${statusWords.join(', ')}.` : `Did you mean ${meant}?`,
  });
}

function horizon(period: string, io: Io): string {
  const day = dayAfter(today(io), period);
  if (day !== null) return day;
  throw new RollcallError('usage', `--expiring ${quote(period)} is no period`, {
    hint: 'Write it as 30d, 2w, 6m or 1y.',
  });
}

/** Those that are over already are the most urgent. */
function isEnding({ entry, ends }: Row, until: string): boolean {
  return entry.status === 'approved' && ends !== null && ends <= until;
}

function isOwnedBy({ owner }: Entry, name: string): boolean {
  return Object.values(owner).some((each) => each !== null && personKey(each) === personKey(name));
}

function table(rows: readonly Row[]): string {
  if (rows.length === 0) return 'no entries\n';
  const head = ['id', 'status', 'risk', 'owner', 'approved by', 'expires', 'where'];
  return `${grid([head, ...rows.map(cells)]).join('\n')}\n`;
}

function cells({ entry, risk, standing, ends }: Row): readonly string[] {
  const { id, owner, approval } = entry;
  return [
    id,
    statusOf(entry, standing),
    risk,
    owner.team ?? owner.technical ?? owner.sponsor ?? '',
    approval?.by.join(', ') ?? '',
    ends ?? '',
    whereOf(entry),
  ].map(visible);
}

/** What the entry says of itself, and what it is worth where that is less. */
function statusOf({ status }: Entry, { state, shortfalls }: Standing): string {
  if (status !== 'approved' || state === 'approved') return status;
  return `approved (${shortfalls.length > 0 ? brieflyShort(shortfalls) : state})`;
}

function whereOf({ match, identities }: Entry): string {
  const repos = match.repos.flatMap(({ repo, paths }) =>
    paths.length === 0 ? repo : paths.map((path) => `${repo}//${path}`),
  );
  const [first = '', ...rest] = [...repos, ...match.images, ...match.workloads, ...match.hosts, ...identities];
  return rest.length === 0 ? first : `${first} +${rest.length}`;
}

function json(rows: readonly Row[]): string {
  const entries = rows.map(({ entry, risk, standing, ends }) => ({
    id: entry.id,
    name: entry.name,
    status: entry.status,
    state: standing.state,
    risk,
    note: entry.note ?? null,
    owner: entry.owner,
    approval: entry.approval,
    ends,
    shortfalls: standing.shortfalls,
    match: entry.match,
    identities: entry.identities,
    at: entry.at,
  }));
  return `${JSON.stringify({ entries }, null, 2)}\n`;
}
