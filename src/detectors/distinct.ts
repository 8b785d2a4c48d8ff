import type { Evidence } from '../model/evidence.ts';

/**
 * Evidence without what says the same of the same call again. A variable that is set in several places is several
 * things, and a call on it then says the same of each: `builder = builder.AddModel("m")`.
 */
export function* distinct(evidence: Iterable<Evidence>): Iterable<Evidence> {
  const seen = new Set<string>();
  for (const one of evidence) {
    const key = said(one);
    if (key !== null && seen.has(key)) continue;
    if (key !== null) seen.add(key);
    yield one;
  }
}

/** What a call is evidence of, and where; null for what is no call. */
function said(one: Evidence): string | null {
  if (one.kind !== 'call' && one.kind !== 'construct') return null;
  const { kind, line, column, rule, provider, framework, weight, level, models, hosts, dynamic, tools } = one;
  const called = one.symbol.slice(one.symbol.lastIndexOf('.') + 1);
  return JSON.stringify([
    kind,
    line,
    column,
    rule,
    provider,
    framework,
    weight,
    level,
    models,
    hosts,
    dynamic,
    tools,
    called,
  ]);
}
