import type { Stretch } from '../../text/views/tokens.ts';

/** How far a constant is looked for from where it is made, and in how many places. */
const reach = { before: 4000, after: 24_000, most: 6 };

/** Where the value of a constant is used that is made at `start` to `end`: not where its name is a key, a parameter or a member of another. */
export function* uses(text: string, name: string, start: number, end: number): Iterable<Stretch> {
  const from = Math.max(0, start - reach.before);
  const around = text.slice(from, end + reach.after);
  let count = 0;
  for (let at = around.indexOf(name); at >= 0 && count < reach.most; at = around.indexOf(name, at + name.length)) {
    const [first, last] = [from + at, from + at + name.length];
    if (!isUse(text, first, last) || (first < end && last > start - 400 && isBefore(text, last, start))) continue;
    count++;
    yield { start: first, end: last };
  }
}

/** Whether nothing but what binds it stands between a name and the value: the name is made there. */
function isBefore(text: string, from: number, start: number): boolean {
  return from <= start && /^[^\n]*\s{0,80}$/.test(text.slice(from, start));
}

function isUse(text: string, start: number, end: number): boolean {
  if (/[\w$]/.test(text[end] ?? '') || /[\w-]/.test(text[start - 1] ?? '')) return false;
  const before = text.slice(Math.max(0, start - 6), start);
  if (/\.$/.test(before) && !/(?:self|this)\.$/.test(before)) return false;
  return !/^(?:["'`]?\s{0,8}(?::(?!:)|=(?!=))|\()/.test(text.slice(end, end + 12));
}
