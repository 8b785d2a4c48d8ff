import type { Agent } from '../model/census.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Entry } from '../model/registry.ts';
import { fits } from '../text/fits.ts';
import { anchor, bySighting, type Draft, groups, type Scene, sighting } from './draft.ts';

/** RC502: an approved agent that was seen to call a host of which its approval says nothing. One finding for each host. */
export function* unapproved({ judged }: Pick<Scene, 'judged'>): Iterable<Draft> {
  for (const { agent, verdict, entry } of judged) {
    if (!entry || (verdict.state !== 'approved' && verdict.state !== 'drifted')) continue;

    const strange = strangers(agent, entry);
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

/** What was seen of an agent that went to hosts of which its entry says nothing. */
export function strangers(agent: Agent, entry: Entry): readonly Evidence[] {
  return agent.evidence.filter((one) => hostOf(one) !== null && !allows(entry, one));
}

/** Data goes to a vendor that nobody agreed to. */
function isProviderNew(entry: Entry, { provider }: Evidence): boolean {
  return provider !== null && !hasProvider(entry, provider);
}

function hasProvider({ scope }: Entry, provider: string): boolean {
  return scope.providers?.some((pattern) => fits(pattern, provider)) ?? false;
}

/** The host that was called; `null` for what was refused, only looked up, a provider's page for people, or no traffic. */
function hostOf(one: Evidence): string | null {
  if (one.kind !== 'traffic' || one.count === 0 || one.basis === 'dns') return null;
  return one.weight === 'mention' && one.provider !== null ? null : one.host;
}

/** The host itself, or the provider whose it is where it is none of one's own: a resource or a gateway is named. */
function allows(entry: Entry, one: Evidence): boolean {
  const host = hostOf(one) ?? '';
  const named = entry.scope.hosts?.some((each) => fits(each, host)) ?? false;
  const ordinary = 'hosts' in one && one.hosts.length === 0;
  return named || (ordinary && one.provider !== null && hasProvider(entry, one.provider));
}
