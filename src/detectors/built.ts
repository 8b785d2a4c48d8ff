import type { Document } from '../model/document.ts';
import type { RequestEvidence } from '../model/evidence.ts';
import type { StringFact } from '../model/fact.ts';
import type { HostRule, Language, RuleSet } from '../model/ruleset.ts';
import { address, hostRule, isInference, pathRule } from '../text/host.ts';
import { evidenceBase } from './base.ts';
import { known, knownModule } from './symbol.ts';

/** Longest URL that is looked at. */
const longest = 500;

/**
 * A URL of an inference path that a file with an HTTP library builds, where the call that sends it lies behind wrappers
 * that reading cannot follow. Low confidence, and once a file: that a model is asked is all that is sure.
 */
export function* built(document: Document, rules: RuleSet): Iterable<RequestEvidence> {
  const { language, facts } = document;
  if (!language || language === 'shell' || language === 'sql') return;
  let sends: boolean | null = null;
  for (const fact of facts) {
    if (fact.kind !== 'string') continue;
    const host = target(fact, rules);
    if (!host) continue;
    sends ??= hasTransport(document, language, rules);
    if (!sends) return;
    const { provider } = host;
    const saying = { rule: provider, provider, confidence: 'low', weight: 'use', within: fact.within } as const;
    yield {
      kind: 'request',
      ...evidenceBase(document, fact.at, saying),
      host: host.host === '*' ? '' : host.host,
      path: '',
      level: 'caller',
      models: [],
      hosts: [],
      dynamic: host.host === '*' ? ['hosts', 'models'] : ['models'],
    };
    return;
  }
}

/** Whose inference path a string leads to: one put together with its host, or a whole URL under a name that says so. */
function target({ value, role, name }: StringFact, rules: RuleSet): HostRule | null {
  if (role === 'other' || value.length > longest || /\s/.test(value)) return null;
  if (value.includes('{}')) return pathRule(value, rules);
  const to = /^https:\/\//.test(value) && /ur[il]|endpoint/i.test(name ?? '') ? address(value) : null;
  const host = to && hostRule(to, rules);
  return host?.kind === 'api' && isInference(to?.written ?? '', host, rules) ? host : null;
}

/** Whether the file can send anything: it imports an HTTP library, or calls `fetch`. */
function hasTransport({ facts }: Document, language: Language, rules: RuleSet): boolean {
  return facts.some((fact) => {
    if (fact.kind === 'import') {
      const ref = { module: fact.module, path: fact.symbol };
      return (known(ref, language, rules)?.rule ?? knownModule(ref, language, rules))?.role === 'transport';
    }
    return fact.kind === 'call' && known(fact.ref, language, rules)?.rule.role === 'transport';
  });
}
