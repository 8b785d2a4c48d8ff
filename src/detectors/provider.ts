import type { Argument } from '../model/fact.ts';
import type { ArgumentPath, RuleSet } from '../model/ruleset.ts';
import { argument, texts } from './argument.ts';
import { address, hostRule } from './host.ts';
import type { Known } from './symbol.ts';

/** Where a call goes and what it asks for. */
export interface Reached {
  readonly provider: string | null;
  readonly models: readonly string[];
  readonly hosts: readonly string[];
  readonly dynamic: readonly ('models' | 'hosts' | 'tools')[];
}

/** Tells provider, models and host of a call: a base URL names the vendor, then the rule, then the model's name. */
export function reached(
  { rule, method }: Known,
  args: readonly Argument[],
  maker: readonly Argument[],
  rules: RuleSet,
): Reached {
  const model = texts(first(args, method?.args.model, maker, rule.args.model));
  const url = texts(first(args, method?.args.baseUrl, maker, rule.args.baseUrl));
  const bases = url.texts.flatMap((text) => address(text) ?? []);
  const [base] = bases;
  const vendor = base ? (hostRule(base, rules)?.provider ?? null) : undefined;
  const byModel = model.texts.map((name) => providerOfModel(name, rules)).find((found) => found !== null) ?? null;
  return {
    provider: vendor !== undefined ? vendor : (rule.provider ?? byModel),
    models: model.texts,
    hosts: bases.map(({ host, port }) => (port === null ? host : `${host}:${port}`)),
    dynamic: [...(model.dynamic ? (['models'] as const) : []), ...(url.dynamic ? (['hosts'] as const) : [])],
  };
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
