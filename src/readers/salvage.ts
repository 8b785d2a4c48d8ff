import type { Fact, Reading } from '../model/fact.ts';
import type { Language } from './code/language.ts';
import { lexical } from './lexical.ts';

/**
 * A parser that meets a mistake goes on as best it can, and may lose what stands around it. What a reading word by word
 * sees besides is added, so that no broken line hides the call behind it.
 */
export function salvage(reading: Reading, text: string, language: Language): Reading {
  const seen = new Set(reading.facts.map(said));
  const words = lexical(text, language, '');
  const lost = words.facts.filter((fact) => !seen.has(said(fact)));
  if (lost.length === 0) return reading;

  return {
    ...reading,
    facts: [...reading.facts, ...lost],
    exports: reading.exports.length > 0 ? reading.exports : words.exports,
    trouble: 'has mistakes of syntax: what the parser lost was read word by word',
  };
}

/** What a fact says, and on which line. The column of a call differs between the two readings. */
function said(fact: Fact): string {
  return `${fact.at.line}:${fact.kind}:${subject(fact)}`;
}

function subject(fact: Fact): string {
  switch (fact.kind) {
    case 'call':
    case 'decorator':
      // Read word by word, a file's own package is not known: only the rest of an open module is compared.
      return fact.ref.module.includes('|') ? fact.ref.path : `${fact.ref.module}|${fact.ref.path}`;
    case 'import':
      return `${fact.module}|${fact.symbol}`;
    case 'string':
      return fact.value;
    case 'variable':
    case 'class':
    case 'dependency':
      return fact.name;
    case 'entry':
      return fact.path.join('.');
    default:
      return fact satisfies never;
  }
}
