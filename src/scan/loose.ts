import { known } from '../detectors/symbol.ts';
import type { Document } from '../model/document.ts';
import type { Argument, CallFact, ClassFact, DecoratorFact, Fact, Ref, Value } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';

/** Facts that another file may complete: what is called, extended or handed over was imported from a module no rule knows. */
export function looseFacts(document: Document, rules: RuleSet): readonly Fact[] {
  const { language } = document;
  if (!language) return [];
  const isOpen = (ref: Ref): boolean =>
    ref.module !== '' && (isHere(document, ref) || known(ref, language, rules) === null);
  return document.facts.filter((fact) => isCode(fact) && isLoose(fact, isOpen));
}

function isCode(fact: Fact): fact is CallFact | DecoratorFact | ClassFact {
  return fact.kind === 'call' || fact.kind === 'decorator' || fact.kind === 'class';
}

function isHere({ locals }: Document, { module }: Ref): boolean {
  return module.startsWith('.') || locals.has(module.split('.', 1)[0] ?? '');
}

function isLoose(fact: CallFact | DecoratorFact | ClassFact, isOpen: (ref: Ref) => boolean): boolean {
  if (fact.kind === 'class') return fact.bases.some(isOpen);
  const args = fact.kind === 'call' ? [...fact.args, ...fact.maker] : fact.args;
  return isOpen(fact.ref) || args.some(({ value }) => holds(value, isOpen));
}

function holds(value: Value, isOpen: (ref: Ref) => boolean): boolean {
  switch (value.kind) {
    case 'ref':
      return isOpen(value.ref) || (value.maker?.some(({ value: given }) => holds(given, isOpen)) ?? false);
    case 'list':
      return value.items.some((item) => holds(item, isOpen));
    case 'choice':
      return value.options.some((option) => holds(option, isOpen));
    case 'parts':
      return value.parts.some((part) => part !== null && typeof part !== 'string' && isOpen(part.ref));
    case 'map':
      return value.entries.some(({ value: entry }: Argument) => holds(entry, isOpen));
    default:
      return false;
  }
}
