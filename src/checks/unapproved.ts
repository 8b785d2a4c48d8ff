import type { Evidence, EvidenceOf } from '../model/evidence.ts';
import type { Entry } from '../model/registry.ts';
import { fits } from '../text/fits.ts';
import { anchor, bySighting, type Draft, groups, type Scene, sighting } from './draft.ts';

/** RC502: an approved agent that was seen to call a host of which its approval says nothing. One finding for each host. */
export function* unapproved({ judged }: Pick<Scene, 'judged'>): Iterable<Draft> {
  for (const { agent, verdict, entry } of judged) {
    if (!entry || (verdict.state !== 'approved' && verdict.state !== 'drifted')) continue;

    for (const [host, witnesses] of groups(strangers(agent, entry), (one) => one.host)) {
      const [first = anchor(agent), ...others] = witnesses.map(sighting).toSorted(bySighting);
      yield {
        ...first,
        agent: agent.id,
        entry: entry.id,
        provider: witnesses[0].provider,
        message: `Agent "${agent.name}" was seen to call ${host}, which entry "${entry.id}" does not allow.`,
        locations: others,
        subject: host,
        fact: `host ${host}`,
        ...(isProviderNew(entry, witnesses[0]) ? { severity: 'high' } : {}),
      };
    }
  }
}

/** A call of a host by its name that got through. */
type Call = EvidenceOf<'traffic'> & { readonly host: string };

/** What was seen of an agent that went to hosts of which its entry says nothing. */
export function strangers({ evidence }: { readonly evidence: readonly Evidence[] }, entry: Entry): readonly Call[] {
  return evidence.filter(isCall).filter((one) => !allows(entry, one));
}

/** Not what was refused, only looked up, or went to a provider's page for people. */
function isCall(one: Evidence): one is Call {
  if (one.kind !== 'traffic' || one.host === null || one.count === 0 || one.basis === 'dns') return false;
  return one.weight === 'use' || one.provider === null;
}

/** Data goes to a vendor that nobody agreed to. */
function isProviderNew(entry: Entry, { provider }: Call): boolean {
  return provider !== null && !hasProvider(entry, provider);
}

function hasProvider({ scope }: Entry, provider: string): boolean {
  return scope.providers?.some((pattern) => fits(pattern, provider)) ?? false;
}

/** The host itself, or the provider whose it is where it is none of one's own: a resource or a gateway is named. */
function allows(entry: Entry, { host, hosts, provider }: Call): boolean {
  const isNamed = entry.scope.hosts?.some((each) => fits(each, host)) ?? false;
  return isNamed || (hosts.length === 0 && provider !== null && hasProvider(entry, provider));
}
