import type { Entry, Shortfall } from '../index.ts';
import { quote } from '../text/quote.ts';
import { approvalStep } from '../text/shortfall.ts';
import type { RegistryFlags } from './registry-place.ts';

/** An entry that was approved, and what the policy misses in that. */
interface Short {
  readonly entry: Entry;
  readonly shortfalls: readonly Shortfall[];
}

/** What a person has to do so that the policy is met: what is the same for several entries is said once. */
export function nextSteps(short: readonly Short[], flags: RegistryFlags): readonly string[] {
  const byWords = new Map<string, string[]>();
  const sponsors: string[] = [];
  for (const { entry, shortfalls } of short) {
    const kinds = new Set(shortfalls.map(({ kind }) => kind));
    if (kinds.has('sponsor')) sponsors.push(`write owner.sponsor into ${entry.at.file}:${entry.at.line} (${entry.id})`);
    const step = approvalStep(shortfalls, approverFor(kinds, entry));
    if (step === null) continue;
    const who = kinds.has('owner-approves') ? 'somebody who does not own it approves: ' : '';
    const words = `${who}rollcall registry approve IDS ${step}`;
    byWords.set(words, [...(byWords.get(words) ?? []), entry.id]);
  }
  const commands = [...byWords].map(([words, ids]) => `${words.replace('IDS', ids.join(' '))}${again(flags)}`);
  return [...commands, ...sponsors];
}

/** Evidence is given by those who have approved; an approver is somebody else. */
function approverFor(kinds: ReadonlySet<Shortfall['kind']>, { approval }: Entry): string {
  const [first = ''] = approval?.by ?? [];
  const isOther = kinds.has('approvers') || kinds.has('owner-approves');
  return !isOther && /^@?[\w.@/-]+$/.test(first) ? first : 'NAME';
}

/** The registry and the configuration that were named have to be named again. */
function again({ registry, config }: RegistryFlags): string {
  const named = (flag: string, path: string) => ` ${flag} ${/^[\w./@-]+$/.test(path) ? path : quote(path)}`;
  const where = registry === undefined ? '' : named('--registry', registry);
  if (config === false) return `${where} --no-config`;
  return config === undefined ? where : `${where}${named('--config', config)}`;
}
