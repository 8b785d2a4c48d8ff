import { type Ask, type AskSubject, noWord } from '../model/change.ts';
import type { Entry, ScopedTool } from '../model/registry.ts';

type Severity = Ask['severity'];

/** Parts of an entry that are lists of values, and how grave it is to allow one more. */
const lists: readonly {
  readonly subject: AskSubject;
  readonly severity: Severity;
  readonly of: (entry: Entry) => readonly string[];
}[] = [
  { subject: 'providers', severity: 'high', of: ({ scope }) => scope.providers ?? [] },
  { subject: 'dataSinks', severity: 'high', of: ({ scope }) => scope.dataSinks ?? [] },
  { subject: 'mcpServers', severity: 'medium', of: ({ scope }) => scope.mcpServers ?? [] },
  { subject: 'hosts', severity: 'medium', of: ({ scope }) => scope.hosts ?? [] },
  { subject: 'models', severity: 'low', of: ({ scope }) => scope.models ?? [] },
  { subject: 'frameworks', severity: 'low', of: ({ scope }) => scope.frameworks ?? [] },
  { subject: 'dynamic', severity: 'medium', of: ({ scope }) => scope.dynamic ?? [] },
  { subject: 'place', severity: 'medium', of: placesOf },
  { subject: 'identity', severity: 'medium', of: ({ identities }) => identities },
  { subject: 'credential', severity: 'medium', of: ({ credentials }) => credentials.map(credentialOf) },
  { subject: 'exception', severity: 'medium', of: ({ exceptions }) => exceptions.map(exceptionOf) },
  { subject: 'approver', severity: null, of: ({ approval }) => approval?.by ?? [] },
  { subject: 'evidence', severity: null, of: ({ approval }) => approval?.evidence ?? [] },
];

/** What an entry asks for beside what it had; of one that is new, all that it allows. */
export function asksOf(before: Entry | null, after: Entry): Ask[] {
  return [
    ...statusAsk(before, after),
    ...toolAsks(before?.scope.tools ?? [], after.scope.tools ?? []),
    ...lists.flatMap(({ subject, severity, of }) => listAsks(subject, severity, before ? of(before) : [], of(after))),
    ...expiryAsk(before, after),
    ...(before === null ? [] : wordAsks(before, after)),
  ];
}

function statusAsk(before: Entry | null, after: Entry): Ask[] {
  const { status } = after;
  if (before?.status === status || (before === null && status !== 'approved')) return [];
  const direction = status === 'approved' ? 'more' : before?.status === 'approved' ? 'less' : 'other';
  const note = before === null ? null : `${before.status} before`;
  return [{ subject: 'status', direction, value: status, note, severity: direction === 'more' ? 'high' : null }];
}

function listAsks(
  subject: AskSubject,
  severity: Severity,
  before: readonly string[],
  after: readonly string[],
): readonly Ask[] {
  const [old, now] = [new Set(before), new Set(after)];
  const gained = [...now].filter((value) => !old.has(value));
  const lost = [...old].filter((value) => !now.has(value));
  return [
    ...gained.map(
      (value): Ask => ({ subject, direction: 'more', value, note: null, severity: graded(value, severity) }),
    ),
    ...lost.map((value): Ask => ({ subject, direction: 'less', value, note: null, severity: null })),
  ];
}

/** A value that stands for all others is as grave as any of them. */
function graded(value: string, severity: Severity): Severity {
  return value === '*' ? 'high' : severity;
}

function toolAsks(before: readonly ScopedTool[], after: readonly ScopedTool[]): Ask[] {
  const old = new Map(before.map((tool) => [tool.name, tool]));
  const now = new Map(after.map((tool) => [tool.name, tool]));
  const lost = [...old.keys()].filter((name) => !now.has(name));
  return [
    ...[...now.values()].flatMap((tool) => toolAsk(old.get(tool.name) ?? null, tool)),
    ...lost.map((value): Ask => ({ subject: 'tools', direction: 'less', value, note: null, severity: null })),
  ];
}

/** A tool that is new, or may do more or less than before. A person who has to approve makes it less. */
function toolAsk(before: ScopedTool | null, tool: ScopedTool): readonly Ask[] {
  const common = { subject: 'tools', value: tool.name } as const;
  if (before === null) {
    const gate = tool.approval === 'human' ? ', a person approves' : '';
    return [{ ...common, direction: 'more', note: `${kindOf(tool)} tool${gate}`, severity: gravityOf(tool) }];
  }
  const asks: Ask[] = [];
  if (reachOf(tool) !== reachOf(before)) {
    const more = reachOf(tool) > reachOf(before);
    const note = `${kindOf(tool)} access, ${kindOf(before)} before`;
    asks.push({ ...common, direction: more ? 'more' : 'less', note, severity: more ? gravityOf(tool) : null });
  }
  if (before.approval === 'human' && tool.approval !== 'human')
    asks.push({ ...common, direction: 'more', note: 'no person approves any more', severity: 'high' });
  if (before.approval !== 'human' && tool.approval === 'human')
    asks.push({ ...common, direction: 'less', note: 'a person has to approve', severity: null });
  return asks;
}

/** A tool of which the entry does not say what it may do may do anything. */
function kindOf({ access }: ScopedTool): string {
  return access === undefined || access === 'unknown' ? 'any' : access;
}

function reachOf(tool: ScopedTool): number {
  return ['read', 'write', 'execute', 'any'].indexOf(kindOf(tool));
}

function gravityOf(tool: ScopedTool): Severity {
  return kindOf(tool) === 'read' && tool.name !== '*' ? 'low' : 'high';
}

function placesOf({ match }: Entry): readonly string[] {
  const repos = match.repos.flatMap(({ repo, paths }) =>
    paths.length === 0
      ? [`all of ${repo}`]
      : paths.map((path) => (path === '.' ? `the root of ${repo}` : `${repo}//${path}`)),
  );
  return [...repos, ...match.images, ...match.workloads, ...match.hosts];
}

function credentialOf({ env, ref, unique }: Entry['credentials'][number]): string {
  const name = [env, ref].filter((part) => part !== null).join(' from ');
  return unique ? `${name}, of its own` : name;
}

function exceptionOf({ check, until, reason, ticket }: Entry['exceptions'][number]): string {
  return `${check} until ${until}: ${reason}${ticket === null ? '' : ` (${ticket})`}`;
}

/** An approval that lasts longer asks for more. */
function expiryAsk(before: Entry | null, { approval }: Entry): Ask[] {
  const old = before?.approval?.expires;
  const now = approval?.expires;
  if (!approval || now === old) return [];

  const last = '9999-12-31';
  const later = !before?.approval || (now ?? last) > (old ?? last);
  const note = before?.approval ? `${old ?? 'without an end'} before` : null;
  const severity = now === null ? 'medium' : null;
  const value = now ?? 'without an end';
  return [{ subject: 'expires', direction: later ? 'more' : 'less', value, note, severity: later ? severity : null }];
}

/** What is said otherwise and allows nothing. */
function wordAsks(before: Entry, after: Entry): Ask[] {
  const words = [
    ['name', before.name, after.name],
    ['purpose', before.purpose, after.purpose],
    ['note', before.note ?? null, after.note ?? null],
    ['owner', ownerOf(before), ownerOf(after)],
  ] as const;
  const changed = words.filter(([, old, now]) => old !== now);
  return changed.map(([subject, old, now]): Ask => {
    const note = old === null || (subject !== 'name' && subject !== 'owner') ? null : `${old} before`;
    return { subject, direction: 'other', value: now ?? noWord, note, severity: null };
  });
}

function ownerOf({ owner }: Entry): string | null {
  const parts = [owner.team, owner.technical, owner.sponsor && `sponsor ${owner.sponsor}`];
  return parts.filter((part) => part !== null).join(', ') || null;
}
