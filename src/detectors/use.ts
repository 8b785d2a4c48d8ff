import type { Document } from '../model/document.ts';
import type {
  CallEvidence,
  ConstructEvidence,
  Evidence,
  GrantEvidence,
  ToolEvidence,
  TriggerEvidence,
} from '../model/evidence.ts';
import type { CallFact, ClassFact, DecoratorFact, Value } from '../model/fact.ts';
import { headOf } from '../model/module.ts';
import type { Language, Locators, MethodRule, Role, RuleSet } from '../model/ruleset.ts';
import { accessOf } from '../text/access.ts';
import { argument, holds, isNothing, names, texts } from './argument.ts';
import { type EvidenceBase, evidenceBase, isLocal } from './base.ts';
import { built } from './built.ts';
import { distinct } from './distinct.ts';
import { asksNothing } from './idle.ts';
import { launched } from './launched.ts';
import { lostClient } from './lost.ts';
import { started } from './process.ts';
import { providerOfModel, reached } from './provider.ts';
import { request } from './request.ts';
import { type Known, known } from './symbol.ts';
import { wrapped } from './wrapped.ts';

type Symbolic = CallFact | DecoratorFact;

/** What it means that something imported is called, decorates something, or is extended: a model's call, an agent, a tool, a gate … */
export function* use(document: Document, rules: RuleSet): Iterable<Evidence> {
  yield* distinct(used(document, rules));
}

function* used(document: Document, rules: RuleSet): Iterable<Evidence> {
  let asks = false;
  for (const one of told(document, rules)) {
    asks ||= one.weight === 'use';
    yield one;
  }
  if (!asks) yield* built(document, rules);
}

function* told(document: Document, rules: RuleSet): Iterable<Evidence> {
  const language = document.language;
  if (!language) return;
  for (const fact of document.facts) {
    if (fact.kind === 'class') {
      for (const ref of fact.bases) yield* extended(document, fact, known(ref, language, rules), rules);
      continue;
    }
    if (fact.kind !== 'call' && fact.kind !== 'decorator') continue;
    if (isLocal(document, fact.ref.module)) continue;
    const found = known(fact.ref, language, rules, ({ method, rule }) => holds((method ?? rule).when, fact.args));
    if (found) yield* meaning(document, fact, found, rules);
    else if (fact.kind === 'call') {
      yield* lost(document, fact, rules);
      yield* wrapped(document, fact, rules);
    }
  }
}

/** What is told of a client that the file does not make, with as little confidence as there is. */
function* lost(document: Document, fact: CallFact, rules: RuleSet): Iterable<Evidence> {
  const found = lostClient(document, fact, rules);
  if (!found) return;
  for (const one of meaning(document, fact, found, rules)) yield { ...one, confidence: 'low' };
}

function* extended(document: Document, fact: ClassFact, found: Known | null, rules: RuleSet): Iterable<Evidence> {
  if (!found || found.method || !/^(?:agent|tool|trigger)$/.test(found.rule.role)) return;
  const { at, within, name } = fact;
  const decorator: DecoratorFact = {
    kind: 'decorator',
    at,
    within,
    ref: { module: '', path: '' },
    args: [],
    target: name,
  };
  yield* meaning(document, decorator, found, rules);
}

function* meaning(document: Document, fact: Symbolic, found: Known, rules: RuleSet): Iterable<Evidence> {
  const role: Role = found.method?.role ?? found.rule.role;
  switch (role) {
    case 'client':
    case 'model':
    case 'call':
    case 'agent':
      yield* byVendor(asked(document, fact, found, role, rules), fact, found, document.language ?? 'python', rules);
      yield* servers(document, fact, found);
      return;
    case 'option':
      yield* option(asked(document, fact, found, 'call', rules));
      return;
    case 'transport':
      // An annotated method is a request whose body is written by a library: `@POST("v1/chat/completions")`.
      yield* request(
        document,
        fact.kind === 'call' ? fact : { ...fact, kind: 'call', maker: [{ name: 'base', value: { kind: 'dynamic' } }] },
        found,
        rules,
      );
      return;
    case 'process':
      if (fact.kind === 'call') yield* started(document, fact, found, rules);
      return;
    case 'tool':
      yield tool(document, fact, found);
      return;
    case 'trigger':
      yield* trigger(document, fact, found);
      return;
    case 'gate':
      yield { kind: 'gate', ...base(document, fact, found), symbol: found.symbol };
      return;
    case 'identity':
    case 'keyfile':
      yield proof(document, fact, found, role);
      return;
    case 'server':
      yield { kind: 'server', ...base(document, fact, found), name: givenName(fact, found) };
      return;
    case 'connection': {
      const { args } = found.method ?? found.rule;
      const [target = ''] = texts(argument(fact.args, args.url)).texts;
      yield {
        kind: 'connection',
        ...base(document, fact, found),
        name: givenName(fact, found) ?? startedBy(fact, args),
        target,
      };
      return;
    }
    case 'store':
      yield { kind: 'store', ...base(document, fact, found), name: found.rule.store ?? storeName(found) };
      return;
    default:
      role satisfies never;
  }
}

/** What is set on a request before it is sent, or on a client before it is built: it asks nothing by itself. */
function* option(evidence: CallEvidence | ConstructEvidence): Iterable<CallEvidence> {
  const says = evidence.models.length + evidence.hosts.length + evidence.dynamic.length > 0;
  if (evidence.kind !== 'call' || (!says && evidence.level === 'caller')) return;
  yield { ...evidence, operation: 'other', weight: 'mention' };
}

/** A framework whose models may be those of several vendors: one witness for each of them. */
function* byVendor(
  evidence: CallEvidence | ConstructEvidence,
  { args }: Symbolic,
  { rule }: Known,
  language: Language,
  rules: RuleSet,
): Iterable<CallEvidence | ConstructEvidence> {
  const vendors = new Map<string | null, string[]>();
  for (const model of rule.provider === null ? evidence.models : []) {
    const vendor = providerOfModel(model, rules);
    vendors.set(vendor, [...(vendors.get(vendor) ?? []), model]);
  }
  // A single vendor of models was told already, and better: by the base URL, by the object that the model is.
  if (vendors.size === 1) vendors.clear();
  const registered = rule.role === 'client' ? vendorsIn(argument(args, rule.args.members), language, rules) : [];
  for (const vendor of registered) vendors.set(vendor, vendors.get(vendor) ?? []);
  if (vendors.size === 0) yield evidence;
  else for (const [provider, models] of vendors) yield { ...evidence, provider, models };
}

/** Vendors of the clients in a registry: `createProviderRegistry({ openai, anthropic })`. */
function vendorsIn(value: Value | null, language: Language, rules: RuleSet): string[] {
  if (value?.kind === 'map') return value.entries.flatMap((entry) => vendorsIn(entry.value, language, rules));
  if (value?.kind !== 'ref') return [];
  const ref = { module: value.ref.module, path: value.ref.path.replace(/\(\)$/, '') };
  const provider = known(ref, language, rules)?.rule.provider;
  return provider ? [provider] : [];
}

/** A server that has no name goes by what is started for it: `npx` alone would be any server. */
function startedBy(fact: Symbolic, { command, arguments: given }: Locators): string {
  const [program] = texts(argument(fact.args, command)).texts;
  return program === undefined ? '' : launched(program, texts(argument(fact.args, given)).texts);
}

/** MCP servers that are handed over by name. */
function* servers(document: Document, fact: Symbolic, found: Known): Iterable<Evidence> {
  const { args } = found.method ?? found.rule;
  for (const name of names(argument(fact.args, args.mcp)) ?? [])
    if (name !== '') yield { kind: 'connection', ...base(document, fact, found), name, target: '' };
}

/** What starts the code that it is handed, or that it decorates. */
function* trigger(document: Document, fact: Symbolic, found: Known): Iterable<TriggerEvidence> {
  const { trigger: name, methods } = found.rule;
  // Where methods say what starts it, the thing that they are called on does not.
  if (name !== null && (found.method || methods.length === 0))
    yield { kind: 'trigger', ...base(document, fact, found), symbol: found.symbol, triggers: [name] };
}

/** A call of a model, a client or model object made, or an agent made. */
function asked(
  document: Document,
  fact: Symbolic,
  found: Known,
  role: 'client' | 'model' | 'call' | 'agent',
  rules: RuleSet,
): CallEvidence | ConstructEvidence {
  const { rule, method } = found;
  const { provider, ...reach } = reached(
    found,
    fact.args,
    fact.kind === 'call' ? fact.maker : fact.args,
    document.language ?? 'python',
    rules,
  );
  const made = method && fact.kind === 'call' ? argument(fact.maker, rule.args.tools) : null;
  const tools = names(argument(fact.args, (method ?? rule).args.tools) ?? made);
  const dynamic = tools?.includes('') ? [...reach.dynamic, 'tools' as const] : reach.dynamic;
  const saying = {
    rule: rule.rule,
    provider,
    framework: method?.framework ?? rule.framework,
    confidence: role === 'client' || role === 'model' ? ('medium' as const) : ('high' as const),
    weight: role === 'client' && asksNothing(document, fact.ref) ? ('mention' as const) : ('use' as const),
    within: fact.within,
  };
  const shared = {
    ...evidenceBase(document, fact.at, saying),
    symbol: found.symbol,
    ...reach,
    dynamic,
    tools: (tools ?? []).filter(Boolean),
  };
  const level = (method ?? rule).level ?? 'caller';
  if (role === 'agent') return { kind: 'construct', ...shared, name: nameOf(fact, found), level: 'agent' };
  return { kind: 'call', ...shared, operation: operation(found, role, method), level: tools ? 'agent' : level };
}

/** How code proves itself to a cloud: by the identity that it runs under, or by a key. */
function proof(document: Document, fact: Symbolic, found: Known, role: 'identity' | 'keyfile'): GrantEvidence {
  const { provider } = found.rule;
  return {
    kind: 'grant',
    ...base(document, fact, found),
    what: role === 'identity' ? 'federated' : 'static',
    name: found.symbol,
    service: null,
    by: 'code',
    of: null,
    opens: provider === null ? [] : [provider],
    channel: null,
    beside: [],
  };
}

function operation({ rule }: Known, role: Role, method: MethodRule | null) {
  return role === 'client' ? 'other' : (method ?? rule).operation;
}

function tool(document: Document, fact: Symbolic, found: Known): Evidence {
  const { args } = found.method ?? found.rule;
  // A tool that the vendor runs has no other name than what makes it.
  const name = nameOf(fact, found) ?? fact.target ?? (found.rule.access === 'unknown' ? '' : headOf(found.symbol));
  const access = found.rule.access === 'unknown' ? accessOf(name) : found.rule.access;
  return {
    kind: 'tool',
    ...base(document, fact, found),
    name,
    access,
    approval: approvalOf(argument(fact.args, args.approval)),
    binding: fact.target,
  };
}

/** Whether a person is asked. What is not said may be said elsewhere; a plain no is a no. */
function approvalOf(value: Value | null): ToolEvidence['approval'] {
  if (value === null) return 'unknown';
  const isOff = isNothing(value) || (value.kind === 'boolean' && !value.boolean);
  return isOff || /^(?:never|none|no)\b|^never_/i.test(texts(value).texts[0] ?? '') ? 'none' : 'human';
}

/** What corroborates but makes no agent by itself. */
function base(document: Document, fact: Symbolic, { rule }: Known): EvidenceBase {
  const { rule: id, provider, framework } = rule;
  return evidenceBase(document, fact.at, {
    rule: id,
    provider,
    framework,
    confidence: 'high',
    weight: 'mention',
    within: fact.within,
  });
}

function nameOf(fact: Symbolic, { rule, method }: Known): string | null {
  const value = argument(fact.args, (method ?? rule).args.name);
  // A tool made of a function goes by its name.
  const given = value?.kind === 'local' && rule.role === 'tool' ? value.name : texts(value).texts[0];
  return given ?? (fact.kind === 'decorator' && fact.target ? fact.target : null);
}

/** An annotated method is a part of a server or a connection, and not called like it. */
function givenName({ args }: Symbolic, { rule, method }: Known): string | null {
  return texts(argument(args, (method ?? rule).args.name)).texts[0] ?? null;
}

/** `PineconeVectorStore.from_documents` keeps data in pinecone: a store is called by its class, or by whose it is. */
function storeName({ symbol, rule }: Known): string {
  const [made = ''] = symbol.split('(', 1);
  const name = made.split('.').find((part) => /^[A-Z]/.test(part)) ?? made;
  return name.replace(/^Async|(?:Vector)?(?:Store|Search|Client)$/g, '').toLowerCase() || (rule.provider ?? rule.rule);
}
