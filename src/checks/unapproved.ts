import type { Evidence } from '../model/evidence.ts';
import type { Entry } from '../model/registry.ts';
import { anchor, bySighting, type Draft, groups, type Scene, sighting } from './draft.ts';

/** RC502: an approved agent that was seen to call a host of which its approval says nothing. One finding for each host. */
export function* unapproved({ judged }: Pick<Scene, 'judged'>): Iterable<Draft> {
  for (const { agent, verdict, entry } of judged) {
    if (!entry || (verdict.state !== 'approved' && verdict.state !== 'drifted')) continue;

    const strange = agent.evidence.filter((one) => hostOf(one) !== null && !allows(entry, one));
    for (const [host, witnesses] of groups(strange, (one) => hostOf(one) ?? '')) {
      const [first = anchor(agent), ...others] = witnesses.map(sighting).toSorted(bySighting);
      yield {
        ...first,
        agent: agent.id,
        entry: entry.id,
        provider: witnesses[0]?.provider ?? null,
        message: `Agent "${agent.name}" was seen to call ${host}, which entry "${entry.id}" does not allow.`,
        locations: others,
        subject: host,
        fact: `host ${host}`,
        ...(isProviderNew(entry, witnesses[0]) ? { severity: 'high' } : {}),
      };
    }
  }
}

/** Data goes to a vendor that nobody agreed to. */
function isProviderNew({ scope }: Entry, { provider }: Evidence): boolean {
  return provider !== null && !scope.providers?.some((each) => each === provider || each === '*');
}

/** The host that was called; `null` for what was refused, only looked up, or no traffic. */
function hostOf(one: Evidence): string | null {
  return one.kind === 'traffic' && one.count > 0 && one.basis !== 'dns' ? one.host : null;
}

/** The host itself, or the provider whose it is where it is none of one's own: a resource or a gateway is named. */
function allows({ scope }: Entry, one: Evidence): boolean {
  const host = hostOf(one);
  const named = scope.hosts?.some((each) => each === host || each === '*') ?? false;
  const ordinary = 'hosts' in one && one.hosts.length === 0;
  return named || (ordinary && (scope.providers?.some((each) => each === one.provider || each === '*') ?? false));
}
