import type { HostRule, RuleSet } from '../model/ruleset.ts';

/** A URL or host name as written, cut into what matters. `path` is null where it is decided at run time. */
export interface Address {
  readonly host: string;
  readonly port: number | null;
  readonly path: string | null;
  /** The path as written, `{}` for what is decided at run time. */
  readonly written: string;
}

const pattern =
  /^(?:(?:https?|wss?):\/\/)?(?:[^/@\s]*@)?(\[[0-9a-f:]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*)\.?(?::(\d{1,5}))?(?:([/?#][^\s]*))?$/i;

/** Reads a URL, or a bare host with at least one dot or a port. `{}` stands for a part decided at run time. */
export function address(text: string): Address | null {
  if (text.length > 2000) return null;
  const cut = text.indexOf('{}');
  const known = cut < 0 ? text : text.slice(0, cut);
  const found = pattern.exec(known);
  if (!found?.[1]) return null;
  const [, host = '', port, path = ''] = found;
  const isUrl = known.includes('://');
  if (!isUrl && !host.includes('.') && port === undefined) return null;
  if (cut >= 0 && path === '' && !known.endsWith('/')) return null; // the host itself goes on at run time
  const clean = path.replace(/[?#].*$/s, '');
  return {
    host: host.toLowerCase(),
    port: port === undefined ? null : Number(port),
    path: cut >= 0 && !pathEnds(clean) ? null : clean,
    written: cut < 0 ? clean : text.slice(cut - path.length).replace(/[?#].*$/s, ''),
  };
}

/** A path with an inference ending is known well enough, whatever follows it. */
function pathEnds(path: string): boolean {
  return /(?:completions|messages|responses|embeddings|generate|chat|rerank|converse)$/.test(path);
}

/** The rule for a host: exact, then by wildcard, then by the port of a local runtime. */
export function hostRule({ host, port }: Pick<Address, 'host' | 'port'>, rules: RuleSet): HostRule | null {
  const exact = rules.hosts.get(host);
  if (exact) return exact;
  const wild = wildRule(host, rules);
  if (wild) return wild;
  const near = port === null || !isNear(host) ? undefined : rules.ports.get(port);
  return near ? { ...near, host } : null;
}

/** Host patterns by the last two labels: rules have many of them, programs more strings. */
const byTail = new WeakMap<readonly HostRule[], ReadonlyMap<string, readonly HostRule[]>>();

function wildRule(host: string, { hostPatterns }: RuleSet): HostRule | null {
  let index = byTail.get(hostPatterns);
  if (!index) {
    index = indexed(hostPatterns);
    byTail.set(hostPatterns, index);
  }
  const fits = ({ host: glob }: HostRule): boolean => matches(glob, host);
  return index.get(tail(host))?.find(fits) ?? index.get('')?.find(fits) ?? null;
}

function indexed(patterns: readonly HostRule[]): ReadonlyMap<string, readonly HostRule[]> {
  const index = new Map<string, HostRule[]>();
  for (const rule of patterns) {
    const end = tail(rule.host);
    index.set(end, [...(index.get(end) ?? []), rule]);
  }
  return index;
}

/** The last two labels of a host; '' where they are not known. */
function tail(host: string): string {
  const labels = host.slice(host.lastIndexOf('.', host.lastIndexOf('.') - 1) + 1);
  return labels.includes('*') ? '' : labels;
}

/** Whether an address names its provider: a host that serves other things too does so by its path. */
export function isTelling({ written }: Address, host: HostRule, rules: RuleSet): boolean {
  return host.kind === 'api' && (!host.shared || isInference(written, host, rules));
}

/** The rule for a URL of whose host a part is decided at run time: `https://{}.openai.azure.com/openai/v1`. */
export function partRule(text: string, rules: RuleSet): HostRule | null {
  const host = /^(?:(?:https?|wss?):\/\/)?([^/?#\s]*\{\}[^/?#\s]*)/i.exec(text.slice(0, 500))?.[1]?.toLowerCase();
  // Whose it is, stands at its end: without a hole.
  if (!host || !/\.[a-z0-9-]+\.[a-z]{2,}$/.test(host)) return null;
  const whole = host.replaceAll('{}', 'x');
  return wildRule(whole, rules);
}

/** The rule for a URL whose host is decided at run time, or is one's own: its path may tell whose protocol it speaks. */
export function pathRule(text: string, { anywhere }: RuleSet): HostRule | null {
  const path =
    text.length > 2000 ? null : (/^(?:https?:\/\/)?[^/]*\{\}[^/]*(\/.*)$/s.exec(text)?.[1] ?? nearPath(text));
  return anywhere.find(({ paths }) => path && paths.some((known) => path.includes(known))) ?? null;
}

/** The path of a URL of this machine, or of another that only one's own network knows. */
function nearPath(text: string): string | null {
  const to = text.includes('://') ? address(text) : null;
  return to && isNear(to.host) ? to.written : null;
}

/** Ports mean a local runtime only on this machine, on a private address, or on a name without a dot, such as that of a container. */
function isNear(host: string): boolean {
  return (
    !host.includes('.') ||
    /^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.0\.0\.0$|host\.docker\.internal$)/.test(host) ||
    /\.(?:local|internal)$/.test(host)
  );
}

/** Compiled host patterns: rules have few of them, programs many strings. */
const patterns = new Map<string, RegExp>();

function matches(glob: string, host: string): boolean {
  if (glob.startsWith('*.') && !glob.slice(2).includes('*'))
    return host.endsWith(glob.slice(1)) && host.length > glob.length - 1;
  const known = patterns.get(glob);
  if (known) return known.test(host);
  const source = glob
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/^\*\\\./, '(?:[a-z0-9-]+\\.)+')
    .replaceAll('*', '[a-z0-9-]+');
  const compiled = new RegExp(`^${source}$`);
  patterns.set(glob, compiled);
  return compiled.test(host);
}

/** Whether a path of a host asks a model for something. A host that serves other things too needs one of its own paths. */
export function isInference(path: string, { paths }: HostRule, rules: RuleSet): boolean {
  if (paths.length > 0) return paths.some((known) => reaches(path, known));
  return rules.paths.some((known) => reaches(path, known));
}

function reaches(path: string, known: string): boolean {
  if (known.startsWith(':')) return path.includes(known);
  const at = path.indexOf(known);
  return at >= 0 && /^(?:$|[/?:{])/.test(path.slice(at + known.length));
}
