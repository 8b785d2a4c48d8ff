import { createHash } from 'node:crypto';

/** Rules of one's own stand between 1,000,000 and 1,999,999: https://sidallocation.org. */
const first = 1_000_000;

/** Numbers that a host has for its rules, one for each place that its name is seen in. */
const each = 4;
const slots = 1_000_000 / each;

/**
 * The first of the four signature numbers of each host. It comes from the name alone, so that a host keeps its numbers while
 * others come and go: suppressions and thresholds of a site are by number. Where two names meet, the one that is later by
 * name moves to its next choice; of 700 names that befalls one.
 */
export function signatureNumbers(hosts: readonly string[]): ReadonlyMap<string, number> {
  const taken = new Set<number>();
  const numbers = new Map<string, number>();
  for (const host of [...new Set(hosts)].sort()) {
    const slot = freeSlot(host, taken);
    taken.add(slot);
    numbers.set(host, first + slot * each);
  }
  return numbers;
}

function freeSlot(host: string, taken: ReadonlySet<number>): number {
  for (let attempt = 0; ; attempt += 1) {
    const slot = createHash('sha256').update(`${host}#${attempt}`).digest().readUInt32BE() % slots;
    if (!taken.has(slot)) return slot;
  }
}
