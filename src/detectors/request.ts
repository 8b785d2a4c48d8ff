import type { Document } from '../model/document.ts';
import type { Evidence, RequestEvidence } from '../model/evidence.ts';
import type { Argument, CallFact } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { type Address, address, hostRule, isInference, partRule, pathRule } from '../text/host.ts';
import { argument, names, texts } from './argument.ts';
import { evidenceBase } from './base.ts';
import { bodyOf } from './body.ts';
import { spellings } from './spelling.ts';
import type { Known } from './symbol.ts';

/** An HTTP call to a provider's inference path; any other path of a provider's host is no more than a mention of it. */
export function* request(
  document: Document,
  fact: CallFact,
  { rule, method, symbol }: Known,
  rules: RuleSet,
): Iterable<Evidence> {
  const { args } = method ?? rule;
  const url = argument(fact.args, args.url);
  const body = bodyOf(document, fact, args.body);
  const bases = spellings(argument(fact.maker, rule.args.baseUrl ?? (method ? rule.args.url : undefined)));
  const urls = spellings(url);
  for (const to of addresses(urls, bases, spellings(argument(fact.args, args.path)))) {
    const host = hostRule(to, rules);
    if (host?.kind !== 'api') continue;
    const open = !host.shared && /^\/?$/.test(to.path ?? '') && !isReading(fact, symbol);
    const asks = open || isInference(to.written, host, rules);
    yield sent(document, fact, { provider: host.provider, host: to.host, path: to.path ?? '', asks, body });
    return;
  }
  for (const text of [...urls, ...bases.flatMap((base) => urls.map((path) => joined(base, path)))]) {
    const host = partRule(text, rules);
    if (host?.kind !== 'api') continue;
    const asks = isInference(pathOf(text), host, rules);
    yield sent(document, fact, { provider: host.provider, host: '', path: pathOf(text), asks, body });
    return;
  }
  // A client whose base URL is given, and not known, completes a path.
  const isBased = argument(fact.maker, rule.args.baseUrl ?? (method ? rule.args.url : undefined)) !== null;
  for (const text of [...urls, ...(isBased ? urls.map((one) => `{}/${one.replace(/^\//, '')}`) : [])]) {
    const host = isReading(fact, symbol) ? null : pathRule(text, rules);
    if (!host) continue;
    yield sent(document, fact, { provider: host.provider, host: '', path: pathOf(text), asks: true, body });
    return;
  }
}

/** Where a request goes, and whether that asks a model. */
interface Sent {
  readonly provider: string;
  /** '' where it is decided at run time. */
  readonly host: string;
  readonly path: string;
  readonly asks: boolean;
  readonly body: readonly Argument[];
}

/** A request by where it goes and what it sends. */
export function sent(document: Document, fact: CallFact, { provider, host, path, asks, body }: Sent): RequestEvidence {
  const tools = names(argument(body, ['tools', 'functions', 'Tools', 'Functions']));
  const models = texts(argument(body, ['model', 'Model']));
  const saying = {
    rule: provider,
    provider,
    confidence: path !== '' && host !== '' ? ('high' as const) : ('medium' as const),
    weight: asks ? ('use' as const) : ('mention' as const),
    within: fact.within,
  };
  return {
    kind: 'request',
    ...evidenceBase(document, fact.at, saying),
    host,
    path,
    level: tools ? 'agent' : 'caller',
    models: models.texts,
    hosts: host === '' ? [] : [host],
    dynamic: [...(models.dynamic ? (['models'] as const) : []), ...(host === '' ? (['hosts'] as const) : [])],
  };
}

/** The path behind a host that is decided at run time. */
function pathOf(text: string): string {
  return text.replace(/^(?:https?:\/\/)?[^/]*/, '').replace(/[?#].*$/s, '');
}

/** A request that sends nothing asks nothing: `requests.get(url)`, and `fetch(url)` without options. */
function isReading({ args, ref }: CallFact, symbol: string): boolean {
  const name = symbol.slice(symbol.lastIndexOf('.') + 1);
  const [method] = args;
  if (method?.name === null && method.value.kind === 'text' && /^(?:GET|HEAD)$/.test(method.value.text)) return true;
  if (/^(?:get|head|getJSON|Get|Head)$/.test(name)) return true;
  if (name !== 'fetch' || ref.module !== '') return false;
  const options = args[1]?.value;
  return (
    !options ||
    (options.kind === 'map' && options.entries.every((one) => /^(?:headers|signal|cache)$/.test(one.name ?? '')))
  );
}

function* addresses(urls: readonly string[], bases: readonly string[], paths: readonly string[]): Iterable<Address> {
  for (const url of urls) {
    const to = address(url);
    const [path] = paths;
    if (to) yield path?.startsWith('/') && !to.path ? { ...to, path, written: path } : to;
    else for (const base of bases) yield* known(joined(base, url));
  }
  if (urls.length === 0) for (const base of bases) yield* known(joined(base, ''));
}

function known(url: string): Address[] {
  const to = address(url);
  return to ? [to] : [];
}

function joined(base: string, path: string): string {
  return `${base.replace(/\/$/, '')}${path === '' || path.startsWith('/') ? '' : '/'}${path}`;
}
