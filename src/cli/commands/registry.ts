import {
  type ApprovalPolicy,
  approvalDigest,
  defaultPlaces,
  type Entry,
  type Registry,
  RollcallError,
  standingOf,
} from '../../index.ts';
import { whyNot } from '../approval-end.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print } from '../output.ts';
import { policyBeside } from '../policy-beside.ts';
import { registryAt } from '../registry-at.ts';
import { today } from '../registry-entries.ts';
import { loadRules } from '../rules.ts';
import { strangers } from '../strangers.ts';

/** Flags of `rollcall registry validate`. */
export interface ValidateFlags {
  /** `false` for `--no-config`. */
  readonly config?: string | false;
  readonly rules?: string;
}

/**
 * `rollcall registry validate`: reads a registry strictly, counts its entries, says which of those that are approved do not
 * hold today, and prints the digest that an approval of each has to carry where it carries none or another.
 */
export async function validateRegistry(io: Io, path: string | undefined, flags: ValidateFlags): Promise<ExitCode> {
  const registry = await registryAt(io, path);
  if (registry.digest === null) {
    throw new RollcallError('registry', `there is no registry at ${registry.origin ?? defaultPlaces.join(' or ')}`, {
      hint: 'Name one, or write a first one: rollcall init',
    });
  }
  const policy = await policyBeside(path, flags.config, io);
  const lines = [...lapsed(registry, policy, today(io)), ...unsigned(registry)];
  await print(io.stdout, `${registry.origin}: ${counts(registry)}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  if (registry.entries.some(({ scope }) => scope.providers?.length))
    await note(io, strangers(registry, await loadRules(flags.rules, io.cwd())));
  return 0;
}

/** Entries that say "approved" and approve nothing today. One that was edited is told with the digest that it needs. */
function lapsed({ entries }: Registry, policy: ApprovalPolicy, now: string): readonly string[] {
  const terms = { now, ages: policy.maximumAgeDays };
  return entries.flatMap((entry) => {
    const why = isSigned(entry) ? whyNot(entry, standingOf(entry, { now, policy }), terms) : null;
    return why === null ? [] : [`${entry.id} (approved) does not hold today: ${why}`];
  });
}

function isSigned(entry: Entry): boolean {
  return entry.approval?.digest === approvalDigest(entry);
}

/** Entries whose approval does not carry the digest of what stands there; a pending one is shown what it will need. */
function unsigned({ entries, origin, ref }: Registry): readonly string[] {
  const isUsual = defaultPlaces.some((place) => origin?.startsWith(place));
  const place = isUsual ? '' : ` --registry ${origin}`;
  return entries.flatMap((entry) => {
    if (isSigned(entry) || entry.status === 'rejected' || entry.status === 'deprecated') return [];
    const state = entry.status === 'approved' ? 'approved, but not as it stands' : entry.status;
    const command = ref === null ? `rollcall registry approve ${entry.id} --by NAME${place}, or ` : '';
    return [`${entry.id} (${state}): to approve it as it stands, ${command}write digest: ${approvalDigest(entry)}`];
  });
}

function counts({ entries }: Registry): string {
  const byStatus = new Map<string, number>();
  for (const { status } of entries) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  const parts = [...byStatus].toSorted().map(([status, count]) => `${count} ${status}`);
  const total = `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`;
  return parts.length > 0 ? `${total}: ${parts.join(', ')}` : total;
}
