import { approvalDigest, defaultPlaces, type Registry, RollcallError } from '../../index.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { print } from '../output.ts';
import { registryAt } from '../registry-at.ts';

/**
 * `rollcall registry validate`: reads a registry strictly, counts its entries, and prints the digest that an approval of
 * each has to carry where it carries none or another.
 */
export async function validateRegistry(io: Io, path: string | undefined): Promise<ExitCode> {
  const registry = await registryAt(io, path);
  if (registry.digest === null) {
    throw new RollcallError('registry', `there is no registry at ${registry.origin ?? defaultPlaces.join(' or ')}`, {
      hint: 'Name one, or write a first one: rollcall init',
    });
  }
  await print(io.stdout, `${registry.origin}: ${counts(registry)}\n${unsigned(registry)}`);
  return 0;
}

/** Entries whose approval does not carry the digest of what stands there; a pending one is shown what it will need. */
function unsigned({ entries, origin, ref }: Registry): string {
  const isUsual = defaultPlaces.some((place) => origin?.startsWith(place));
  const place = isUsual ? '' : ` --registry ${origin}`;
  const lines = entries.flatMap((entry) => {
    const digest = approvalDigest(entry);
    if (entry.approval?.digest === digest || entry.status === 'rejected' || entry.status === 'deprecated') return [];
    const state = entry.status === 'approved' ? 'approved, but not as it stands' : entry.status;
    const command = ref === null ? `rollcall registry approve ${entry.id} --by NAME${place}, or ` : '';
    return [`  ${entry.id} (${state}): to approve it as it stands, ${command}write digest: ${digest}\n`];
  });
  return lines.join('');
}

function counts({ entries }: Registry): string {
  const byStatus = new Map<string, number>();
  for (const { status } of entries) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  const parts = [...byStatus].toSorted().map(([status, count]) => `${count} ${status}`);
  const total = `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`;
  return parts.length > 0 ? `${total}: ${parts.join(', ')}` : total;
}
