import type { EvidenceOf } from '../model/evidence.ts';

type Traffic = EvidenceOf<'traffic'>;

/** Whether somebody sits there. In a cluster nobody does, whatever a program says that it is. */
export function isPerson({ client, caller }: Traffic): boolean {
  return client === 'browser' && caller.workload === null;
}

/**
 * Tells the look-ups of an address of which nothing else is known, where calls to the very host that was looked up came from
 * that address and are told under another name: an account at a proxy, a workload, a person. A resolver sees an address alone,
 * and who looked up is no second caller.
 */
export function explanations(sightings: readonly Traffic[]): (sighting: Traffic) => boolean {
  if (sightings.every(({ basis }) => basis !== 'dns')) return () => false;
  const called = new Set<string>();
  for (const one of sightings) {
    if (one.basis === 'dns' || one.host === null) continue;
    const isOther = isPerson(one) || one.client === 'probe';
    for (const address of one.caller.hosts)
      if (isOther || one.caller.key !== `ip:${address}`) called.add(keyOf(address, one));
  }
  return (one) =>
    one.basis === 'dns' &&
    one.caller.key.startsWith('ip:') &&
    called.has(keyOf(one.caller.key.slice('ip:'.length), one));
}

function keyOf(address: string, { provider, host }: Traffic): string {
  return [address, provider, host].join('\0');
}
