import type { Document } from '../model/document.ts';
import type { Evidence } from '../model/evidence.ts';
import type { RuleSet } from '../model/ruleset.ts';
import type { Secret } from '../model/secret.ts';
import { keyPrint } from '../text/fingerprint.ts';
import { Lines } from '../text/position.ts';
import { search } from '../text/search.ts';
import { type View, views } from '../text/views.ts';
import { evidenceBase } from './base.ts';
import { type FoundKey, keysIn } from './keys/found.ts';
import { Surroundings } from './keys/surroundings.ts';

/** The keys of a text, and how many values only stand for one. */
interface Keys {
  readonly found: readonly FoundKey[];
  readonly placeholders: number;
}

/** A key is masked and fingerprinted here, where it is found; nothing after this line holds it. */
export function* key(document: Document, rules: RuleSet): Iterable<Evidence> {
  const lines = new Lines(document.text);
  for (const found of keysOf(document, rules).found) {
    const { rule, provider, secret } = found;
    const saying = { rule: rule.rule, provider, confidence: 'high', weight: 'mention' } as const;
    yield {
      kind: 'key',
      ...evidenceBase(document, lines.at(found.start), saying),
      type: found.type,
      title: found.title,
      masked: secret.toString(),
      fingerprint: printOf(secret, document.salt),
      name: found.name,
      proof: found.proof,
      oneOf: found.oneOf,
      grants: rule.secret ? rule.grants : 'nothing',
      severity: rule.severity,
      expires: found.expires,
      history: null,
    };
  }
}

/** The fingerprint of a key: of its characters, in however many lines they stand. */
export function printOf(secret: Secret, salt: string): string {
  return keyPrint(secret.reveal(), salt);
}

/** Documents are looked through once, for the evidence and for what has to be masked. */
const known = new WeakMap<object, Keys>();

/** The keys of a text, each once, and those who share a shape told apart by what stands around. */
export function keysOf(document: Pick<Document, 'text' | 'hits'>, rules: RuleSet): Keys {
  const before = known.get(document);
  if (before) return before;
  const keys = sought(document, rules);
  known.set(document, keys);
  return keys;
}

function sought({ text, hits }: Pick<Document, 'text' | 'hits'>, rules: RuleSet): Keys {
  if (hits.size === 0) return { found: [], placeholders: 0 };
  const plain = keysIn(text, hits, rules);
  const placeholders = new Set(plain.placeholders);
  let found = plain.found;
  for (const view of views(text)) {
    const kinds = new Set(hits);
    search(rules.keywords, Buffer.from(view.text), kinds);
    const seen = keysIn(view.text, kinds, rules, (start, end) => inView(view, text, start, end));
    for (const value of seen.placeholders) placeholders.add(value);
    found = merged(
      found,
      seen.found.filter((one) => !isMention(one, view)).map((one) => moved(one, view, text)),
    );
  }
  return { found: found.toSorted((a, b) => a.start - b.start), placeholders: placeholders.size };
}

/** What is around a value that stands encoded in a text: what is beside it once decoded, and what is beside the code. */
function inView(view: View, text: string, start: number, end: number): Surroundings {
  if (!view.how.includes('base64')) return new Surroundings(view.text, start, end);
  const at = runStart(text, view.origin(start));
  return new Surroundings(view.text, start, end, new Surroundings(text, at, view.origin(end - 1) + 1));
}

/** Where the run of letters begins that a place stands in: there, and not in its middle, something binds it. */
function runStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 4096 && /[A-Za-z0-9+/_-]/.test(text[start - 1] ?? '')) start--;
  return start;
}

/** Whether a key stands in a view because a constant is used there: its place is where the constant is made. */
function isMention({ start, end }: FoundKey, { how, origin }: View): boolean {
  return how.includes('constants') && !how.includes('base64') && origin(start) === origin(end - 1);
}

/** A key that was found in a view, where it stands in the text. */
function moved(key: FoundKey, view: View, text: string): FoundKey {
  const start = view.origin(key.start);
  const end = Math.max(start + 1, view.origin(key.end - 1) + 1);
  return { ...key, start, end, written: [text.slice(start, end), text.slice(runStart(text, start), end)] };
}

/**
 * What is written there plainly stays, but where that only looks like a key, and undone it has the head of one; or where it ends
 * at an escape, and undone it goes on.
 */
function merged(before: readonly FoundKey[], more: readonly FoundKey[]): readonly FoundKey[] {
  const found = [...before];
  for (const one of more) {
    const [other, ...others] = found.filter(({ start, end }) => start < one.end && one.start < end);
    if (!other) found.push(one);
    else if (others.length === 0 && isMore(one, other)) found[found.indexOf(other)] = one;
  }
  return found;
}

function isMore(one: FoundKey, other: FoundKey): boolean {
  // The same once more, without the name that a view put its value in the place of.
  if (one.rule.context !== 'none' || one.secret.reveal() === other.secret.reveal()) return false;
  return other.rule.context !== 'none' || (one.start <= other.start && one.end > other.end);
}
