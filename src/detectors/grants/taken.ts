import type { OfflineScope } from '../../model/credential.ts';
import type { Document } from '../../model/document.ts';
import type { GrantEvidence } from '../../model/evidence.ts';
import type { EntryFact, Fact, StringFact } from '../../model/fact.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { granted } from './granted.ts';
import { buildsImage } from './handed.ts';
import { named } from './named.ts';

/** What code takes by itself: logins of people, tokens that renew a session, keys of clouds, and sessions that it asks for. */
export function* taken(document: Document, rules: RuleSet): Iterable<GrantEvidence> {
  const isRun = document.language !== undefined && !buildsImage(document.file);
  for (const fact of document.facts) {
    if (fact.kind === 'variable' && isRun) {
      const found = named(fact.name, rules);
      if (!found || found.what === 'model') continue;
      const { service } = found.variable;
      if (found.what === 'credential' && !service.federates) continue;
      const { at, within, name } = fact;
      yield granted(document, { what: found.what, name, by: 'code', at, service, within });
    }
    const printed = rules.credentials.commands.find(({ line }) => runs(fact, line));
    if (printed) {
      const { line: name, service } = printed;
      yield granted(document, { what: 'personal', name, by: 'code', at: fact.at, service, within: fact.within });
    }
    if (fact.kind !== 'string' && fact.kind !== 'entry') continue;
    const scope = rules.credentials.scopes.find((one) => asks(fact, one));
    const at = fact.kind === 'entry' ? fact.valueAt : fact.at;
    if (scope)
      yield granted(document, {
        what: 'scope',
        name: scope.value,
        by: 'code',
        at,
        service: scope.service,
        within: fact.within,
      });
  }
}

/** A command of a shell, or a text that code hands to one. */
function runs(fact: Fact, line: string): boolean {
  if (fact.kind === 'string') return fact.value === line || fact.value.startsWith(`${line} `);
  if (fact.kind !== 'call' || fact.ref.path !== 'command line') return false;
  const words = fact.args.map(({ value }) => (value.kind === 'text' ? value.text : ''));
  return `${words.join(' ')} `.startsWith(`${line} `);
}

/** A scope stands by itself, or in a text of nothing but scopes; where it must be assigned to a name, it is all of the value. */
function asks(fact: StringFact | EntryFact, { name, value }: OfflineScope): boolean {
  if (!fact.value.includes(value) || fact.value.length > 2000) return false;
  const to = fact.kind === 'string' ? fact.name : String(fact.path.at(-1));
  if (name !== null) return fact.value === value && to === name;
  const words = fact.value.trim().split(/[\s,+]+/);
  return words.includes(value) && (/scope/i.test(to ?? '') || words.every((word) => word === value || isScope(word)));
}

/** `openid`, `Mail.Read`, `read:jira-work`, `https://…/.default`. */
function isScope(word: string): boolean {
  return /^(?:openid|profile|email|address|phone)$|^[\w-]{1,200}[.:/][\w.:/-]{1,300}$/.test(word);
}
