import { RollcallError } from '../../model/error.ts';
import type { HostRule, RuleSet } from '../../model/ruleset.ts';

/** A host, or a pattern of hosts, that serves a provider's models. */
export interface HostEntry extends HostRule {
  /** Where it is shared, the paths that tell a model: its own, or those of all providers. Else none are needed. */
  readonly paths: readonly string[];
  /** Entries that some of its hosts belong to in its place, where that makes a difference; of a host without wildcard none. */
  readonly except: readonly HostEntry[];
}

/** The hosts that rules know, as another system is told of them. */
export interface HostCatalogue {
  /** Digest of the rules that it was made from. */
  readonly digest: string;
  /** Hosts without wildcard, by name. */
  readonly hosts: readonly HostEntry[];
  /** Hosts with a wildcard; the first that fits counts, and a host without wildcard before all of them. */
  readonly patterns: readonly HostEntry[];
}

/**
 * The hosts of these rules, in an order that does not change. Ports and paths of runtimes that have no host of their own
 * are not in it. A `RollcallError` where a host or path holds a character that no other system could be told of safely.
 */
export function hostCatalogue({ digest, hosts, hostPatterns, paths }: RuleSet): HostCatalogue {
  const plain = [...hosts.values()].map((rule) => entry(rule, paths)).toSorted((a, b) => (a.host < b.host ? -1 : 1));
  const wild: HostEntry[] = [];
  for (const rule of hostPatterns) {
    const one = entry(rule, paths);
    wild.push({ ...one, except: [...plain, ...wild].filter((other) => overrules(other, one)) });
  }
  return { digest, hosts: plain, patterns: wild };
}

function entry(rule: HostRule, everyones: readonly string[]): HostEntry {
  const own = rule.paths.length > 0 ? rule.paths : everyones;
  const paths = rule.shared ? own : [];
  mustBeSafe(rule.host, /^[a-z0-9*_.-]+$/, rule);
  for (const path of paths) mustBeSafe(path, /^[\w/.:~%@=-]+$/, rule);
  return { ...rule, paths, except: [] };
}

/** Rules may be one's own: what is no name must not become a piece of a query. */
function mustBeSafe(text: string, form: RegExp, { provider }: HostRule): void {
  if (form.test(text)) return;
  throw new RollcallError('rule', `${provider} has a host or path that cannot be exported: ${JSON.stringify(text)}`, {
    hint: 'A host is made of lower-case letters, digits, `-`, `_`, `.` and `*`; a path of letters, digits and `_/.:~%@=-`.',
  });
}

/** Whether a host of the second entry can belong to the first, and be told otherwise there. */
function overrules(first: HostEntry, second: HostEntry): boolean {
  const isSame =
    first.provider === second.provider &&
    first.kind === second.kind &&
    first.paths.join(' ') === second.paths.join(' ');
  const one = first.host.replace(/^\*\./, 'a.').replaceAll('*', 'a');
  return !isSame && new RegExp(hostPattern(second.host)).test(one);
}

/**
 * A host with wildcards as a regular expression that PCRE, RE2, Java, Oniguruma and JavaScript read alike, without a
 * backslash, so that it stands in any literal: `*.` for one or more labels, another `*` for part of one. It is anchored at
 * both ends, and is for lower-case names.
 */
export function hostPattern(host: string): string {
  const source = host
    .replaceAll('.', '[.]')
    .replace(/^\*\[\.\]/, '(?:[a-z0-9_-]+[.])+')
    .replaceAll('*', '[a-z0-9_-]+');
  return `^${source}$`;
}

/**
 * Paths as a regular expression of the same kind, for a path without its query: each up to the end of a segment, and a
 * `:verb` with whatever goes on in that segment. Its one group is the path that was found.
 */
export function pathPattern(paths: readonly string[]): string {
  const known = paths.map((path) => path.replaceAll('.', '[.]') + (path.startsWith(':') ? '[^/:?]*' : ''));
  return `(${known.join('|')})(?:$|[/:?{])`;
}
