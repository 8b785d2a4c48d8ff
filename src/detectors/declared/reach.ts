import type { FormatRule } from '../../model/format.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { address, hostRule } from '../../text/host.ts';
import { providerOfModel } from '../provider.ts';
import type { Node } from './node.ts';
import { fits } from './path.ts';

/** Whom a node asks, and for what. */
export interface NodeReach {
  readonly provider: string | null;
  readonly models: readonly string[];
  readonly hosts: readonly string[];
  readonly dynamic: readonly ('models' | 'hosts')[];
}

/** Tells provider, models and hosts of a node: a base URL names the vendor, then the rule, then the model's name. */
export function reachOf(node: Node, format: FormatRule, rules: RuleSet): NodeReach {
  const models = node.says('model').map(({ text }) => literal(text));
  const bases = node.says('baseUrl').map(({ text }) => literal(text));
  const addresses = bases.flatMap(({ text }) => (text === null ? [] : (address(text) ?? [])));
  const names = models.flatMap(({ text }) => (text === null || text === 'default' ? [] : text));
  const vendor = addresses.flatMap((to) => hostRule(to, rules)?.provider ?? [])[0];
  const byModel = names.flatMap((name) => providerOfModel(name, rules) ?? [])[0] ?? null;
  return {
    provider: vendor ?? byRule(node, format, rules) ?? byModel,
    models: [...new Set(names)].sort(),
    hosts: addresses.map(({ host, port }) => (port === null ? host : `${host}:${port}`)),
    dynamic: [
      ...(models.some(({ isOpen }) => isOpen) ? (['models'] as const) : []),
      ...(bases.some(({ isOpen }) => isOpen) ? (['hosts'] as const) : []),
    ],
  };
}

function byRule(node: Node, { providers }: FormatRule, { aliases }: RuleSet): string | null {
  if (node.means.provider !== undefined) return node.means.provider;
  const [named] = node.says('provider');
  for (const text of [named?.text, node.kind]) {
    const known = text === undefined ? undefined : providers.find(([pattern]) => fits(pattern, text));
    if (known) return known[1];
  }
  return (named && aliases.get(plain(named.text))) ?? null;
}

/** `langgenius/azure_openai/azure_openai` and `Azure OpenAI` are spellings of `azure-openai`. */
function plain(name: string): string {
  return (name.split('/').at(-1) ?? name).toLowerCase().replaceAll(/[_\s]+/g, '-');
}

/** A value as far as it is written down. */
export interface Literal {
  /** `null` where all of it is decided at run time. */
  readonly text: string | null;
  readonly isOpen: boolean;
}

/** Reads a value that may be an expression, or the ARN of a model: `={{ $json.model }}`, `${env:MODEL:gpt-4o}`, `{{#start.model#}}`, `=Env.MODEL`. */
export function literal(value: string): Literal {
  // Of an ARN, the account and the region may be open: the model stands at its end.
  const model = /^arn:[^/]{1,200}\/([\w.:-]{1,200})$/.exec(value)?.[1];
  if (model !== undefined) return { text: model, isOpen: false };
  const text = value.startsWith('=') ? value.slice(1).trim() : value;
  const fallback = /^\$\{[\w.]{1,100}:[\w-]{1,200}:([^}]{1,300})\}$/.exec(text)?.[1];
  if (fallback !== undefined) return { text: fallback, isOpen: true };
  const isOpen = /\{\{|\$\{|<%|^\$|^(?:Env|System|Local|Global|Topic)\./.test(text);
  return { text: isOpen ? null : text, isOpen };
}
