import { defaultPlaces, loadRegistry, type Registry, RollcallError } from '../../index.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { print } from '../output.ts';

/** `rollcall registry validate`: reads a registry strictly and counts its entries. */
export async function validateRegistry(io: Io, path: string | undefined): Promise<ExitCode> {
  const registry = await loadRegistry(path ?? null, io.cwd());
  if (registry.origin === null) {
    throw new RollcallError('registry', `there is no registry at ${defaultPlaces.join(' or ')}`, {
      hint: 'Name one, or write a first one: rollcall init',
    });
  }
  await print(io.stdout, `${registry.origin}: ${counts(registry)}\n`);
  return 0;
}

function counts({ entries }: Registry): string {
  const byStatus = new Map<string, number>();
  for (const { status } of entries) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  const parts = [...byStatus].toSorted().map(([status, count]) => `${count} ${status}`);
  const total = `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`;
  return parts.length > 0 ? `${total}: ${parts.join(', ')}` : total;
}
