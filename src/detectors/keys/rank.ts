import type { KeyRule } from '../../model/key.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { Candidate } from './candidates.ts';
import { structure } from './structure.ts';

/** A value and whose key it is: one kind, or several between which nothing decides. */
export interface Ranked {
  readonly best: Candidate;
  /** All kinds that it may be; more than one, of several vendors, where nothing decides. */
  readonly kinds: readonly [KeyRule, ...KeyRule[]];
}

/** Of the kinds that a value may be, those that fit best; values that overlap are one. In order of place. */
export function ranked(candidates: readonly Candidate[], rules: RuleSet): readonly Ranked[] {
  const sorted = candidates.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const found: Ranked[] = [];
  for (let at = 0; at < sorted.length; ) {
    const [first, ...rest] = overlapping(sorted, at);
    at += rest.length + 1;
    if (first) found.push(best(first, rest, rules));
  }
  return found;
}

function overlapping(sorted: readonly Candidate[], from: number): readonly Candidate[] {
  let end = sorted[from]?.end ?? 0;
  let to = from + 1;
  for (let next = sorted[to]; next && next.start < end; next = sorted[to]) {
    end = Math.max(end, next.end);
    to++;
  }
  return sorted.slice(from, to);
}

function best(first: Candidate, rest: readonly Candidate[], rules: RuleSet): Ranked {
  const top = rest.reduce((high, one) => (score(one) > score(high) ? one : high), first);
  const equal = [first, ...rest].filter(
    (one) => one.start === top.start && one.end === top.end && score(one) === score(top),
  );
  const vendors = new Map(equal.map(({ rule }) => [rule.provider, rule]).reverse() as [string | null, KeyRule][]);
  const sharers = top.rule.provider === null ? alike(top, rules) : [...vendors.values()].reverse();
  const [kind = top.rule, ...others] = vendors.size > 1 || top.rule.provider === null ? sharers : [top.rule];
  return { best: top, kinds: [kind, ...others] };
}

/** What speaks for a kind. A sum that holds outweighs a prefix, a prefix what stands around, and that what many have. */
function score({ rule, grade, structure: { summed, verified, passed } }: Candidate): number {
  if (rule.provider === null) return grade;
  const prefix = rule.context === 'none' ? 400 : 0;
  return 1000 + (summed ? 1000 : 0) + prefix + grade * 120 + Math.min(verified, 3) * 8 + Math.min(passed, 3);
}

/** Vendors whose keys look like one that nothing tells the vendor of. */
function alike({ value, rule }: Candidate, { keys }: RuleSet): readonly KeyRule[] {
  const same = keys.filter(
    (other) =>
      other.provider !== null &&
      (other.context === 'near' || other.context === 'shared') &&
      new RegExp(`^(?:${other.pattern.source})$`).test(value) &&
      structure(value, other, () => '').possible,
  );
  return same.length > 0 ? same : [rule];
}
