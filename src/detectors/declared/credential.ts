import type { Document } from '../../model/document.ts';
import type { VariableEvidence } from '../../model/evidence.ts';
import type { EvidenceBase } from '../base.ts';
import { evidenceBase } from '../base.ts';
import type { Node } from './node.ts';

/** How the formats say that a value is that of an environment variable: `${NAME}`, `${env:NAME}`, `=Env.NAME`, `{{ $env.NAME }}`. */
const variable =
  /^(?:=\s{0,9})?(?:Env\.|env:|\$env\.|\$\{env:|\$\{(?=\w{1,200}(?:\}|:-))|\{\{\s{0,9}\$env\.)([A-Za-z_]\w{0,199})(?:$|[:}\s])/;

/** How the formats refer to their own store of secrets: `{{ secret('NAME') }}`, `@appsetting('NAME')`. */
const stored = /\b(?:secret|kv|appsetting)\(['"]([\w.-]{1,200})['"]\)/;

/**
 * The credentials of a node, by reference: names in the store of its platform, and environment variables. A key that is
 * written out is not kept here: the patterns of keys find it.
 */
export function credentials(
  document: Document,
  node: Node,
  { rule, provider, framework }: EvidenceBase,
): { names: readonly string[]; variables: readonly VariableEvidence[] } {
  const names = new Set<string>();
  const variables: VariableEvidence[] = [];
  for (const { text } of node.says('credentials')) if (isName(text)) names.add(text);
  for (const { text, at } of node.says('key')) {
    const kept = stored.exec(text)?.[1];
    if (kept !== undefined) names.add(kept);
    const name = variable.exec(text)?.[1];
    if (name === undefined) continue;
    const saying = { rule, provider, framework, confidence: 'high', weight: 'mention' } as const;
    variables.push({ kind: 'variable', ...evidenceBase(document, at, saying), name, secret: true, ref: null });
  }
  return { names: [...names].sort(), variables };
}

/** A name is short and holds no expression. */
function isName(text: string): boolean {
  return text.length <= 100 && !/[{}$]/.test(text);
}
