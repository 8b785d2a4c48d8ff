import type { Argument, Value } from '../model/fact.ts';
import type { ArgumentPath, Language, RuleSet } from '../model/ruleset.ts';
import { address, hostRule, partRule, pathRule } from '../text/host.ts';
import { argument, texts } from './argument.ts';
import { modelNames } from './constant.ts';
import { spellings } from './spelling.ts';
import { type Known, known } from './symbol.ts';

/** Where a call goes and what it asks for. */
export interface Reached {
  readonly provider: string | null;
  readonly models: readonly string[];
  readonly hosts: readonly string[];
  readonly dynamic: readonly ('providers' | 'models' | 'hosts' | 'tools')[];
}

/** Tells provider, models and host of a call: a base URL names the vendor, then an argument, the rule, the model's name. */
export function reached(
  { rule, method }: Known,
  args: readonly Argument[],
  maker: readonly Argument[],
  language: Language,
  rules: RuleSet,
): Reached {
  const given = first(args, method?.args.model, maker, rule.args.model);
  const made = given ? modelObject(given, language, rules) : null;
  const model = made ? { texts: made.models, dynamic: made.dynamic.includes('models') } : modelNames(given, rules);
  const to = first(args, method?.args.baseUrl, maker, rule.args.baseUrl);
  const url = texts(to);
  const bases = url.texts.flatMap((text) => address(text) ?? []);
  const [base] = bases;
  const vendor =
    (base && hostRule(base, rules)?.provider) ?? byVariable(to, rules) ?? (base ? null : byPath(to, rules));
  const byModel = model.texts.map((name) => providerOfModel(name, rules)).find((found) => found !== null) ?? null;
  // A framework's default vendor is only the default: a model that is given, and not known, may be anybody's.
  const open = rule.framework !== null && rule.role === 'agent';
  const named = vendorNamed(first(args, method?.args.provider, maker, rule.args.provider), language, rules);
  const isOpenAi = rule.framework !== null && rule.provider === 'openai';
  const byName = isOpenAi && azureArgument([...args, ...maker]) ? rules.aliases.get('azure') : undefined;
  const byRule = open && (byModel !== null || (method === null && model.dynamic)) ? byModel : (byName ?? rule.provider);
  return {
    provider: vendor !== undefined ? vendor : (made?.provider ?? named ?? byRule ?? byModel),
    models: model.texts,
    hosts: [...bases.map(({ host, port }) => (port === null ? host : `${host}:${port}`)), ...(made?.hosts ?? [])],
    dynamic: [...(model.dynamic ? (['models'] as const) : []), ...(url.dynamic ? (['hosts'] as const) : [])],
  };
}

/** A model that is handed over as an object made by something known: `llm=LLM(model=…)`, `model: openai('gpt-4o')`. */
function modelObject(value: Value, language: Language, rules: RuleSet): Reached | null {
  if (value.kind !== 'ref' || !value.ref.path.endsWith('()')) return null;
  const callee = known({ module: value.ref.module, path: value.ref.path.slice(0, -2) }, language, rules);
  const maker = value.maker ?? [];
  return callee ? reached(callee, maker, maker, language, rules) : null;
}

/** The provider after whose address a variable is called: `base_url=os.environ["LOCALAI_BASE_URL"]`. */
function byVariable(to: Value | null, rules: RuleSet): string | undefined {
  if (to?.kind === 'choice') return to.options.map((option) => byVariable(option, rules)).find(Boolean);
  const rule = to?.kind === 'env' ? rules.variables.get(to.name) : undefined;
  return rule?.role === 'base-url' && !rule.ambiguous ? (rule.provider ?? undefined) : undefined;
}

/** The provider whose protocol a base URL with an unknown host speaks; undefined where it does not tell. */
function byPath(to: Value | null, rules: RuleSet): string | undefined {
  return spellings(to).flatMap((text) => (partRule(text, rules) ?? pathRule(text, rules))?.provider ?? [])[0];
}

/**
 * The vendor that an argument names: as a text, as a member of an enumeration (`ModelPlatformType.ANTHROPIC`), or as
 * something that a rule knows to be for one vendor (`NewClient(azure.WithEndpoint(…))`).
 */
function vendorNamed(value: Value | null, language: Language, rules: RuleSet): string | null {
  if (value?.kind === 'list') return vendorAmong(value.items, language, rules);
  if (value?.kind === 'choice') {
    const [vendor = null, ...others] = value.options.map((option) => vendorNamed(option, language, rules));
    return others.every((other) => other === vendor) ? vendor : null;
  }
  const { aliases } = rules;
  if (value?.kind === 'ref' && value.ref.path.endsWith('()')) {
    const made = { module: value.ref.module, path: value.ref.path.slice(0, -2) };
    const provider = known(made, language, rules)?.rule.provider;
    if (provider) return provider;
  }
  // `DeepSeekProvider()` is called after its vendor.
  const path = value?.kind === 'ref' ? value.ref.path.replace(/(?:Provider)?\(\)$/, '') : null;
  const spelled = path === null ? texts(value).texts : [path.slice(path.lastIndexOf('.') + 1)];
  return spelled.flatMap((name) => aliases.get(name.toLowerCase().replaceAll('_', '-')) ?? [])[0] ?? null;
}

function vendorAmong(values: readonly Value[], language: Language, rules: RuleSet): string | null {
  for (const value of values) {
    const vendor = vendorNamed(value, language, rules);
    if (vendor !== null) return vendor;
  }
  return null;
}

/** A framework's client of OpenAI goes to Azure where its arguments say so: `azure_endpoint`, `azureOpenAIApiKey`. */
function azureArgument(args: readonly Argument[]): boolean {
  return args.some(({ name, value }) =>
    name === null && value.kind === 'map'
      ? azureArgument(value.entries)
      : /^azure(?:_endpoint|_ad_token|OpenAI)/.test(name ?? ''),
  );
}

function first(
  args: readonly Argument[],
  own: ArgumentPath | undefined,
  maker: readonly Argument[],
  made: ArgumentPath | undefined,
) {
  return argument(args, own) ?? argument(maker, made);
}

/** `openai/gpt-4o` and `openai:gpt-4o` name their provider; a bare name is told by who makes such models. */
export function providerOfModel(name: string, { aliases, models }: RuleSet): string | null {
  const prefix = /^([\w.-]+)[/:]/.exec(name)?.[1]?.toLowerCase();
  const named = prefix === undefined ? undefined : aliases.get(prefix.replaceAll('_', '-'));
  return named ?? models.find(({ pattern }) => pattern.test(name))?.provider ?? null;
}
