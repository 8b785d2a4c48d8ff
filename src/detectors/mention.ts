import type { Document } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Role, RuleSet, SymbolRule } from '../model/ruleset.ts';
import { address, hostRule, isTelling } from '../text/host.ts';
import { evidenceBase, isLocal } from './base.ts';
import { knownModule } from './symbol.ts';

/** Importing these says nothing by itself: who sends requests, starts programs or waits for messages may do so for anything. */
const silent: ReadonlySet<Role> = new Set(['transport', 'process', 'trigger', 'identity', 'keyfile']);

/** What names a provider or framework without using it: an import, a host in a string, an environment variable, a dependency. */
export function* mention(document: Document, rules: RuleSet): Iterable<Evidence> {
  const { language } = document;
  for (const fact of document.facts) {
    const saying = { confidence: 'high', weight: 'mention', within: fact.within } as const;
    switch (fact.kind) {
      case 'import': {
        if (isLocal(document, fact.module)) break;
        const rule = language ? knownModule({ module: fact.module, path: fact.symbol }, language, rules) : null;
        if (!rule || silent.has(rule.role) || isOfMany(rule)) break;
        const { rule: id, provider, framework } = rule;
        yield {
          kind: 'sdk',
          ...evidenceBase(document, fact.at, { ...saying, rule: id, provider, framework }),
          module: fact.module,
        };
        break;
      }
      case 'string': {
        const to = address(fact.value);
        const host = to && hostRule(to, rules);
        if (!to || !host || !isTelling(to, host, rules)) break;
        const provider = host.provider;
        yield {
          kind: 'endpoint',
          ...evidenceBase(document, fact.at, { ...saying, rule: provider, provider }),
          host: to.host,
        };
        break;
      }
      case 'variable': {
        const stored = storedName(fact.name);
        const rule = stored.flatMap((name) => rules.variables.get(name) ?? [])[0] ?? rules.variables.get(fact.name);
        if (!rule || rule.ambiguous) break;
        const { rule: id, provider, role } = rule;
        yield {
          kind: 'variable',
          ...evidenceBase(document, fact.at, { ...saying, rule: id, provider }),
          name: fact.name,
          secret: role === 'key',
          ref: stored.length > 0 ? fact.name.replace('.', ':') : null,
        };
        break;
      }
      case 'dependency': {
        const id = rules.packages.get(`${fact.ecosystem}:${fact.name}`);
        const subject = id === undefined ? undefined : rules.subjects.get(id);
        if (!subject) break;
        const whose = subject.kind === 'provider' ? { provider: subject.id } : { framework: subject.id };
        yield {
          kind: 'dependency',
          ...evidenceBase(document, fact.at, { ...saying, rule: subject.id, ...whose }),
          package: fact.name,
        };
        break;
      }
      default:
        break;
    }
  }
}

/** What an entry of an application's own store of credentials (`credentials.openai.access_token`) is called as a variable. */
function storedName(name: string): readonly string[] {
  const path = /^credentials\.(.+)$/.exec(name)?.[1];
  if (path === undefined) return [];
  const spelled = path.replace(/\W+/g, '_').toUpperCase();
  return [spelled, spelled.replace(/_(?:ACCESS_TOKEN|SECRET_KEY|ACCESS_KEY|TOKEN|SECRET|KEY)$/, '_API_KEY')];
}

/** A module of many services, of which an argument picks one: to import boto3 says nothing. */
function isOfMany({ when }: SymbolRule): boolean {
  return when !== null && when.equals.length > 0;
}
