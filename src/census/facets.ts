import type { Credential, Facets, Tool } from '../model/census.ts';
import type { Evidence } from '../model/evidence.ts';

/** What a unit was seen to do, from all its witnesses. A mention adds to a facet only what a use left open. */
export function facets(evidence: readonly Evidence[]): Facets {
  const uses = evidence.filter(({ weight }) => weight === 'use');
  const providers = strings(uses.flatMap(({ provider }) => provider ?? []));
  return {
    providers: providers.length > 0 ? providers : strings(evidence.flatMap(corroborated)),
    hosts: strings(uses.flatMap((one) => ('hosts' in one ? one.hosts : []))),
    models: strings(uses.flatMap((one) => ('models' in one ? one.models : []))),
    frameworks: strings(
      evidence.flatMap((one) => (one.weight === 'use' || one.kind === 'sdk' ? (one.framework ?? []) : [])),
    ),
    tools: tools(evidence),
    mcpServers: strings(evidence.flatMap((one) => (one.kind === 'connection' && one.name !== '' ? one.name : []))),
    credentials: credentials(evidence),
    dataSinks: strings(evidence.flatMap((one) => (one.kind === 'store' ? one.name : []))),
    triggers: strings(evidence.flatMap((one) => (one.kind === 'declaration' ? one.triggers : []))),
    identities: [],
    dynamic: strings(uses.flatMap((one) => ('dynamic' in one ? one.dynamic : []))),
  };
}

/** A framework's agent says no provider where the model is decided elsewhere: then the unit's imports, keys and variables tell. */
function corroborated({ kind, provider, context }: Evidence): string[] {
  const tells = kind === 'sdk' || kind === 'variable' || kind === 'endpoint' || kind === 'key' || kind === 'dependency';
  return tells && provider !== null && (context === 'production' || context === 'example') ? [provider] : [];
}

function tools(evidence: readonly Evidence[]): Tool[] {
  const found = new Map<string, Tool>();
  for (const one of evidence) {
    if (one.kind !== 'tool' || one.name === '') continue;
    const before = found.get(one.name);
    const access = before && before.access !== 'unknown' ? before.access : one.access;
    const approval = before?.approval === 'human' ? 'human' : one.approval;
    found.set(one.name, { name: one.name, access, approval });
  }
  for (const one of evidence) {
    if (one.kind !== 'call' && one.kind !== 'construct') continue;
    for (const name of one.tools)
      if (!found.has(name)) found.set(name, { name, access: 'unknown', approval: 'unknown' });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function credentials(evidence: readonly Evidence[]): Credential[] {
  const found = new Map<string, Credential>();
  const add = (credential: Credential): void => {
    found.set(JSON.stringify(credential), credential);
  };
  for (const one of evidence) {
    if (one.kind === 'variable' && one.secret)
      add({ env: one.name, ref: one.ref, fingerprint: null, provider: one.provider });
    if (one.kind === 'key') add({ env: one.name, ref: null, fingerprint: one.fingerprint, provider: one.provider });
    if (one.kind === 'declaration')
      for (const name of one.credentials)
        add({ env: null, ref: `secret:${name}`, fingerprint: null, provider: one.provider });
  }
  // A name seen with a reference says all that the name alone says.
  const all = [...found.values()].filter(
    (one) =>
      one.ref !== null ||
      one.fingerprint !== null ||
      ![...found.values()].some((other) => other.env === one.env && other.ref !== null),
  );
  return all.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function order({ env, ref, fingerprint }: Credential): string {
  return `${env ?? '~'}|${ref ?? ''}|${fingerprint ?? ''}`;
}

function strings<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort();
}
