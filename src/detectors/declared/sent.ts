import type { Document } from '../../model/document.ts';
import type { RequestEvidence, Weight } from '../../model/evidence.ts';
import type { FormatRule } from '../../model/format.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { address, hostRule, isInference, pathRule } from '../../text/host.ts';
import { evidenceBase } from '../base.ts';
import type { Node } from './node.ts';

/** A node that sends a request to the inference path of a provider. Any other request means nothing. */
export function* sent(
  document: Document,
  node: Node,
  { format, weight }: { format: FormatRule; weight: Weight },
  rules: RuleSet,
): Iterable<RequestEvidence> {
  const [url] = node.says('url');
  const text = url && open(url.text);
  const to = text === undefined ? null : address(text);
  const known = to && hostRule(to, rules);
  const host = known ?? (text === undefined ? null : pathRule(text, rules));
  if (host?.kind !== 'api') return;
  if (known && (to?.path === null || !isInference(to?.path ?? '', known, rules))) return;

  const body = node.says('body').map((one) => one.text);
  const models = body.flatMap((one) => /\bmodel["']?\s{0,9}:\s{0,9}["']([^"'{}$\\]{1,200})["']/.exec(one)?.[1] ?? []);
  const named = node.says('model').flatMap((one) => (/[{}$]/.test(one.text) ? [] : [one.text]));
  const { rule, framework } = format;
  yield {
    kind: 'request',
    ...evidenceBase(document, node.at, { rule, provider: host.provider, framework, confidence: 'high', weight }),
    host: known && to ? to.host : '',
    path: to?.path ?? '',
    level: body.some((one) => /\b(?:tools|functions)["']?\s{0,9}:\s{0,9}\[\s{0,99}\{/.test(one)) ? 'agent' : 'caller',
    models: [...new Set([...models, ...named])].sort(),
    hosts: known && to ? [to.host] : [],
    dynamic: known ? [] : ['hosts'],
  };
}

/** A URL that is an expression: its parts decided at run time become `{}`. */
function open(url: string): string {
  return url.replace(/^=/, '').replace(/\{\{[^{}]{0,500}\}\}|\$\{[^{}]{0,200}\}/g, '{}');
}
