import type { Document } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { KeyRule, RuleSet } from '../model/ruleset.ts';
import { Secret } from '../model/secret.ts';
import { entropy } from '../text/entropy.ts';
import { fingerprint } from '../text/fingerprint.ts';
import { Lines } from '../text/position.ts';
import { evidenceBase } from './base.ts';

/** A key is masked and fingerprinted here, where it is found; nothing after this line holds it. */
export function* key(document: Document, rules: RuleSet): Iterable<Evidence> {
  const lines = new Lines(document.text);
  for (const { rule, secret, start, name } of secrets(document, rules)) {
    const saying = { rule: rule.provider, provider: rule.provider, confidence: 'high', weight: 'mention' } as const;
    yield {
      kind: 'key',
      ...evidenceBase(document, lines.at(start), saying),
      type: rule.id,
      title: rule.name,
      masked: secret.toString(),
      fingerprint: fingerprint(secret.reveal(), document.salt),
      name,
    };
  }
}

/** The keys of a text, each once, with where it starts and what it is assigned to. */
export function* secrets(
  { text, hits }: Pick<Document, 'text' | 'hits'>,
  rules: RuleSet,
): Iterable<{ rule: KeyRule; secret: Secret; start: number; name: string | null }> {
  const taken = new Set<number>();
  for (const rule of possible(hits, rules)) {
    for (const match of matches(text, rule)) {
      if (taken.has(match.start)) continue;
      taken.add(match.start);
      yield { rule, ...match };
    }
  }
}

/** The kinds of keys that a text may hold, by the keywords that were found in it. */
export function possible(hits: ReadonlySet<number>, { keys, keywords }: RuleSet): readonly KeyRule[] {
  const found = new Set([...hits].map((id) => keywords.words[id]));
  return keys.filter((rule) => rule.keywords.some((word) => found.has(word)));
}

function* matches(text: string, rule: KeyRule): Iterable<{ secret: Secret; start: number; name: string | null }> {
  const pattern = new RegExp(rule.pattern.source, 'dg');
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const value = match[1] ?? match[0];
    const [start, end] = match.indices?.[1] ?? [match.index, match.index + value.length];
    pattern.lastIndex = Math.max(end, match.index + 1); // the boundary that was consumed may open the next key
    const name = assigned(text, start);
    if (rule.assignment.length > 0 && !rule.assignment.some((known) => isName(known, name))) continue;
    if (entropy(value) >= rule.entropy && !isPlaceholder(value)) yield { secret: new Secret(value), start, name };
  }
}

/** The variable, key or field that a value at `start` is assigned to, on the same line. */
function assigned(text: string, start: number): string | null {
  const before = text.slice(Math.max(0, start - 160), start);
  const line = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1);
  return (
    /([A-Za-z_][\w.-]{0,80})["'`\]]{0,2}\s{0,8}(?::|=>?|:=|,)\s{0,8}(?:[fbru]{0,2}["'`]|Bearer )?$/.exec(line)?.[1] ??
    null
  );
}

function isName(known: string, name: string | null): boolean {
  const fold = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return name !== null && fold(name).endsWith(fold(known));
}

/** Words and runs that no issuer draws: a key with one of them was invented. */
function isPlaceholder(value: string): boolean {
  return /(.)\1{7}|x{5}|0123456789|1234567890|abcdefghij|(?:your|example|placeholder|changeme|redacted|dummy|fake)/i.test(
    value,
  );
}
