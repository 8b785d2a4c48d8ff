import type { Credential, Facets, Tool, Witness } from '../model/census.ts';
import type { Evidence } from '../model/evidence.ts';
import { accessOf } from '../text/access.ts';
import { none } from '../text/none.ts';

/** More vendors than this behind a library are a choice made at run time, not what its caller was seen to use. */
const manyVendors = 5;

/** What a unit was seen to do, from all its witnesses. A mention adds to a facet only what a use left open. */
export function facets(evidence: readonly Witness[]): Facets {
  const uses = settled(evidence.filter(({ weight }) => weight === 'use'));
  const own = strings(uses.flatMap(({ provider, attachedBy }) => (attachedBy === 'via' ? [] : (provider ?? []))));
  const through = strings(uses.flatMap(({ provider, attachedBy }) => (attachedBy === 'via' ? (provider ?? []) : [])));
  const chosen = through.length <= manyVendors;
  const described = evidence.filter(isDescribed);
  const seen = strings([
    ...own,
    ...(chosen ? through : []),
    ...described.flatMap(corroborated),
    ...choices(evidence),
    ...injected(uses, evidence),
  ]);
  const providers = redirected(seen.length > 0 ? seen : strings(evidence.flatMap(corroborated)), evidence);
  const options = evidence.filter((one) => isOption(one, providers));
  const dynamic = [...uses, ...options.filter(({ kind }) => kind === 'setting')].flatMap((one) =>
    'dynamic' in one ? one.dynamic : [],
  );
  return {
    providers,
    hosts: strings([...uses, ...options].flatMap((one) => ('hosts' in one ? one.hosts : []))),
    models: strings([...uses, ...options, ...described].flatMap((one) => ('models' in one ? one.models : []))),
    frameworks: strings(uses.flatMap(({ framework }) => framework ?? [])),
    tools: tools(evidence),
    mcpServers: strings(evidence.flatMap((one) => (one.kind === 'connection' && one.name !== '' ? one.name : []))),
    credentials: credentials(evidence),
    dataSinks: strings(evidence.flatMap((one) => (one.kind === 'store' ? one.name : []))),
    triggers: strings(evidence.flatMap((one) => ('triggers' in one ? one.triggers : []))),
    identities: strings(evidence.flatMap(identitiesOf)),
    dynamic: strings<Facets['dynamic'][number]>(chosen ? dynamic : ['providers', ...dynamic]),
  };
}

/** Protocols that many vendors speak: whose host is decided at run time may be any of those that the unit names. */
const spoken: ReadonlySet<string> = new Set(['openai', 'openai-compatible']);

/** True for a client of such a protocol that gets its host at run time. */
export function choosesHost(one: Evidence): boolean {
  const asks = one.kind === 'call' || one.kind === 'request';
  return asks && spoken.has(one.rule) && one.dynamic.includes('hosts') && one.context !== 'test';
}

/** Vendors whose hosts stand in the unit, for a client that gets its host at run time. */
function choices(evidence: readonly Evidence[]): string[] {
  if (!evidence.some(choosesHost)) return [];
  return evidence.flatMap(({ kind, provider }) => (kind === 'endpoint' ? (provider ?? []) : []));
}

/** Packages that make a vendor's client for whoever asks for one, and hand it over by its general type. */
const starter = /:(?:[\w-]{1,60}-)?starter(?:-|$)|:quarkus-langchain4j-/;

/**
 * Vendors whose starters a build asks for, or whose settings a framework reads by itself, where a model that is handed over
 * may be of any of them.
 */
function injected(uses: readonly Witness[], evidence: readonly Evidence[]): string[] {
  const open = uses.some(
    (one) =>
      (one.kind === 'call' || one.kind === 'construct') &&
      one.framework !== null &&
      one.provider === null &&
      one.models.length === 0 &&
      one.attachedBy !== 'via',
  );
  if (!open) return [];
  return evidence.flatMap((one) => {
    const brings = one.kind === 'dependency' && starter.test(one.package);
    return brings || (one.kind === 'setting' && one.confidence === 'high') ? corroborated(one) : [];
  });
}

/**
 * A client that is known by its type alone (a parameter) is one of those that the unit makes: where all of those were
 * pointed at other vendors, so was it.
 */
function settled(uses: readonly Witness[]): readonly Witness[] {
  const made = new Map<string, Set<string | null>>();
  for (const one of uses) {
    if (one.kind !== 'call' || one.operation !== 'other' || one.confidence !== 'medium') continue;
    made.set(one.rule, (made.get(one.rule) ?? new Set()).add(one.provider));
  }
  return uses.map((one) => {
    const vendors =
      one.kind === 'call' && one.confidence === 'high' && one.hosts.length === 0 ? made.get(one.rule) : undefined;
    const [vendor] = vendors ?? [];
    return vendors?.size === 1 && vendor !== undefined && vendor !== one.provider ? { ...one, provider: vendor } : one;
  });
}

/** Kinds of mentions that name a vendor. */
const telling: ReadonlySet<Evidence['kind']> = new Set(['sdk', 'variable', 'endpoint', 'key', 'dependency', 'setting']);

/** What is set for a use: on a request, or in a configuration for a vendor that the unit reaches. Others are set up in vain. */
function isOption(one: Evidence, providers: readonly string[]): boolean {
  if (one.kind === 'setting') return one.provider === null || providers.includes(one.provider);
  return one.kind === 'call' && one.weight === 'mention';
}

/** A vendor whose client a setting points at another is not reached, and that other is. */
function redirected(providers: readonly string[], evidence: readonly Evidence[]): readonly string[] {
  const others = new Map<string, string[]>();
  for (const one of evidence) {
    if (one.kind === 'setting' && one.instead !== null && one.provider !== null)
      others.set(one.instead, [...(others.get(one.instead) ?? []), one.provider]);
  }
  return strings(providers.flatMap((provider) => others.get(provider) ?? provider));
}

/** A framework's agent says no provider where the model is decided elsewhere: then the unit's imports, keys, variables and settings tell. */
function corroborated(one: Evidence): string[] {
  const { kind, provider, context, confidence } = one;
  // A variable that is set for other reasons too tells nothing: `AWS_ACCESS_KEY_ID`.
  if (one.kind === 'key' && one.grants !== 'models') return [];
  return (telling.has(kind) || isDescribed(one)) &&
    provider !== null &&
    confidence !== 'low' &&
    (context === 'production' || context === 'example')
    ? [provider]
    : [];
}

/** An agent that a file describes, for code that loads it. */
function isDescribed(one: Evidence): boolean {
  return one.kind === 'declaration' && one.what === 'agent-file';
}

/** Accounts that a manifest gives, and those under which it was seen to run. */
function identitiesOf(one: Evidence): readonly string[] {
  if (one.kind === 'identity') return [one.name];
  return one.kind === 'traffic' || one.kind === 'process' ? one.caller.identities : [];
}

function tools(evidence: readonly Evidence[]): Tool[] {
  const found = new Map<string, Tool>();
  const bound = new Map<string, string>();
  const classes = new Set(
    evidence.flatMap((one) => (one.kind === 'tool' && one.name !== '' ? (one.within ?? []) : [])),
  );
  for (const one of evidence) {
    if (one.kind !== 'tool' || one.name === '') continue;
    const before = found.get(one.name);
    const access = before && before.access !== 'unknown' ? before.access : one.access;
    const approval = surest(before?.approval ?? 'unknown', one.approval);
    found.set(one.name, { name: one.name, access, approval });
    if (one.binding) bound.set(one.binding, one.name);
  }
  for (const one of evidence) {
    if (one.kind !== 'call' && one.kind !== 'construct') continue;
    for (const handed of one.tools) {
      const name = bound.get(handed) ?? handed;
      // An object that is handed over stands for the tools that its class declares.
      if (classes.has(name)) continue;
      if (!found.has(name)) found.set(name, { name, access: accessOf(name), approval: 'unknown' });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One tool that nobody approves is enough, whatever is said of another of its name. */
function surest(a: Tool['approval'], b: Tool['approval']): Tool['approval'] {
  return [a, b].find((one) => one === 'none') ?? (a === 'unknown' ? b : a);
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
  // A name seen with a reference says all that the name alone, or the reference alone, says.
  const both = [...found.values()].filter(({ env, ref }) => env !== null && ref !== null);
  const told = new Set(both.flatMap(({ env, ref }) => [`env ${env}`, `ref ${ref}`]));
  const all = [...found.values()].filter(({ env, ref, fingerprint }) => {
    if (fingerprint !== null || (env !== null && ref !== null)) return true;
    return !told.has(env === null ? `ref ${ref}` : `env ${env}`);
  });
  return all.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function order({ env, ref, fingerprint }: Credential): string {
  return `${env ?? '~'}|${ref ?? ''}|${fingerprint ?? ''}`;
}

function strings<T extends string>(values: readonly T[]): readonly T[] {
  if (values.length === 0) return none;
  return values.length === 1 ? values.slice() : [...new Set(values)].sort();
}
