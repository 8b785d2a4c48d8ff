import { createHash } from 'node:crypto';
import type { KeyRule } from '../../model/key.ts';
import type { Placeholders } from '../../model/ruleset.ts';

/**
 * Whether a value that has the shape of a key was invented to stand for one: by what it spells, by how little its
 * characters vary, or because it is a published value.
 */
export function isPlaceholder(value: string, rule: KeyRule, { patterns, words }: Placeholders): boolean {
  if (isPublished(value, rule)) return true;
  const body = value.startsWith(rule.head) ? value.slice(rule.head.length) : value;
  if (rule.dummies.some((pattern) => pattern.test(value))) return true;
  return patterns.some((pattern) => pattern.test(body)) || isPatterned(body) || isSpelled(body, words);
}

function isPublished(value: string, { published }: KeyRule): boolean {
  return published.length > 0 && published.includes(createHash('sha256').update(value).digest('hex'));
}

/** Few characters, one that prevails, a unit repeated, a run up or down the alphabet or along a keyboard, digits alone. */
function isPatterned(body: string): boolean {
  const counts = new Map<string, number>();
  for (const character of body) counts.set(character, (counts.get(character) ?? 0) + 1);
  if (body.length >= 24 && counts.size < 8) return true;
  if (body.length >= 16 && Math.max(...counts.values()) > body.length * 0.4) return true;
  return /^\d+$/.test(body) || isRepeated(body) || hasRun(body);
}

function isRepeated(body: string): boolean {
  for (let unit = 1; unit <= 12 && unit * 2 <= body.length; unit++) {
    let same = unit;
    while (same < body.length && body[same] === body[same - unit]) same++;
    if (same === body.length) return true;
  }
  return false;
}

const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

function hasRun(body: string): boolean {
  const text = body.toLowerCase();
  let [up, down] = [1, 1];
  for (let at = 1; at < text.length; at++) {
    const step = text.charCodeAt(at) - text.charCodeAt(at - 1);
    up = step === 1 ? up + 1 : 1;
    down = step === -1 ? down + 1 : 1;
    if (up >= 7 || down >= 7) return true;
  }
  return keyboard.some(
    (row) => text.includes(row.slice(0, 7)) || text.includes([...row].reverse().join('').slice(0, 7)),
  );
}

/** Three or more words, or two that are half of it, as in `sk-this-is-only-for-show`. */
function isSpelled(body: string, words: ReadonlySet<string>): boolean {
  const said = body
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((piece) => words.has(piece));
  return said.length >= 3 || (said.length === 2 && said.join('').length * 2 > body.length);
}
