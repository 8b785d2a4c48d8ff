import type { Ask, EntryChange } from '../model/change.ts';
import type { Entry, Registry } from '../model/registry.ts';
import { byCodeUnit } from '../text/order.ts';
import { asksOf } from './ask.ts';

/** How the entries of one registry differ from those of another, in the order of their ids. What is the same is left out. */
export function diffEntries(before: Pick<Registry, 'entries'>, after: Pick<Registry, 'entries'>): EntryChange[] {
  const old = new Map(before.entries.map((entry) => [entry.id, entry]));
  const now = new Map(after.entries.map((entry) => [entry.id, entry]));
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort(byCodeUnit);
  return ids.flatMap((id) => change(old.get(id) ?? null, now.get(id) ?? null) ?? []);
}

function change(before: Entry | null, after: Entry | null): EntryChange | null {
  const entry = after ?? before;
  if (!entry) return null;

  const asks = after ? asksOf(before, after).toSorted(byGravity) : [];
  const decides = after !== null && approves(before, after);
  if (before && after && asks.length === 0 && !decides) return null;
  return {
    id: entry.id,
    name: entry.name,
    kind: before === null ? 'added' : after === null ? 'removed' : 'changed',
    status: { before: before?.status ?? null, after: after?.status ?? null },
    asks,
    approves: decides,
    approval: after?.approval ?? null,
    at: entry.at,
  };
}

/** Whoever reviews the change decides on an approval with it: a new one, or the old one in other words. */
function approves(before: Entry | null, after: Entry): boolean {
  if (after.status !== 'approved') return false;
  return before?.status !== 'approved' || JSON.stringify(before.approval) !== JSON.stringify(after.approval);
}

const gravity = ['high', 'medium', 'low', null] as const;
/** What can do harm by itself comes before where and by what. */
const first = ['status', 'tools', 'providers', 'dataSinks', 'mcpServers', 'dynamic'];
const directions = ['more', 'less', 'other'] as const;

function byGravity(a: Ask, b: Ask): number {
  return (
    gravity.indexOf(a.severity) - gravity.indexOf(b.severity) ||
    directions.indexOf(a.direction) - directions.indexOf(b.direction) ||
    rankOf(a) - rankOf(b) ||
    byCodeUnit(a.subject, b.subject) ||
    byCodeUnit(a.value, b.value)
  );
}

function rankOf({ subject }: Ask): number {
  const rank = first.indexOf(subject);
  return rank < 0 ? first.length : rank;
}
