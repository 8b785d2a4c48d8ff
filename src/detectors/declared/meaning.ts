import type { Document } from '../../model/document.ts';
import type { Evidence, Level } from '../../model/evidence.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { accessOf } from '../../text/access.ts';
import { type EvidenceBase, evidenceBase } from '../base.ts';
import { shownTarget } from '../target.ts';
import { credentials } from './credential.ts';
import type { Declaration } from './format.ts';
import type { Node } from './node.ts';
import { literal, type NodeReach, reachOf } from './reach.ts';
import { sent } from './sent.ts';

/** The declaration that a node stands in, and its other nodes. */
export interface Around {
  readonly declaration: Declaration;
  readonly nodes: readonly Node[];
}

/** What a node of a configuration is evidence of. A node that is switched off uses nothing. */
export function* meaning(document: Document, node: Node, around: Around, rules: RuleSet): Iterable<Evidence> {
  const { format } = around.declaration;
  const { means, isOff } = node;
  const weight = isOff ? 'mention' : format.weight;
  switch (means.role) {
    case 'model':
    case 'embedding':
    case 'agent': {
      const reach = reachOf(node, format, rules);
      const base = at(document, node, around, { provider: reach.provider, weight });
      const held = credentials(document, node, base);
      const found = asking(node, around, { base, reach, held: held.names });
      yield found;
      if (found.kind === 'declaration') yield* handed(document, node, around);
      yield* held.variables;
      return;
    }
    case 'request':
      yield* sent(document, node, { format, weight }, rules);
      return;
    case 'tool':
      if (!isOff) yield tool(node, at(document, node, around, { weight: 'mention' }));
      return;
    case 'connection': {
      const target = shownTarget(
        node.says('url').map(({ text }) => literal(text).text ?? '…'),
        rules.keys,
      );
      if (!isOff)
        yield { kind: 'connection', ...at(document, node, around, { weight: 'mention' }), name: named(node), target };
      return;
    }
    case 'server':
      if (!isOff)
        yield { kind: 'server', ...at(document, node, around, { weight: 'mention' }), name: named(node) || null };
      return;
    case 'store':
      if (!isOff)
        yield {
          kind: 'store',
          ...at(document, node, around, { weight: 'mention' }),
          name: means.store ?? (named(node) || node.kind),
        };
      return;
    case 'gate':
      if (!isOff)
        yield { kind: 'gate', ...at(document, node, around, { weight: 'mention' }), symbol: node.kind || named(node) };
      return;
    case 'identity':
      for (const name of accounts(document, node))
        yield { kind: 'identity', ...at(document, node, around, { weight: 'mention' }), name };
      return;
    case 'trigger':
    case 'none':
      return;
    default:
      means.role satisfies never;
  }
}

function at(
  document: Document,
  node: Node,
  { declaration: { format } }: Around,
  { provider = null, weight }: { provider?: string | null; weight: 'use' | 'mention' },
): EvidenceBase {
  const { rule, framework } = format;
  return evidenceBase(document, node.at, { rule, framework, provider, confidence: 'high', weight });
}

/** A node that asks a model, by itself or as an agent. */
function asking(
  node: Node,
  { declaration: { format }, nodes }: Around,
  { base, reach, held }: { base: EvidenceBase; reach: NodeReach; held: readonly string[] },
): Evidence {
  const name = named(node) || null;
  const { models, hosts } = reach;
  const said = node.says('tools').map(({ text }) => literal(text));
  const tools = said.flatMap(({ text }) => text ?? []);
  const dynamic = said.some(({ isOpen }) => isOpen) ? [...reach.dynamic, 'tools' as const] : reach.dynamic;
  if (node.means.role === 'agent' && format.weight === 'use')
    return {
      kind: 'construct',
      ...base,
      symbol: node.kind || 'agent',
      name,
      level: 'agent',
      tools,
      models,
      hosts,
      dynamic,
    };

  const level: Level =
    node.means.role === 'agent' || said.length > 0 || hasTools(node, format.unit, nodes) ? 'agent' : 'caller';
  return {
    kind: 'declaration',
    ...base,
    what: node.means.role === 'agent' ? 'agent-file' : 'model-node',
    name,
    level,
    models,
    hosts,
    dynamic,
    triggers: [],
    credentials: held,
  };
}

/** The tools that a node names, where its own witness has no room for them. */
function* handed(document: Document, node: Node, around: Around): Iterable<Evidence> {
  if (node.isOff) return;
  for (const { text } of node.says('tools')) {
    const name = literal(text).text;
    const base = at(document, node, around, { weight: 'mention' });
    if (name) yield { kind: 'tool', ...base, name, access: accessOf(name), approval: 'unknown', binding: null };
  }
}

/** In a workflow, tools are there for its models. */
function hasTools({ means }: Node, unit: string, nodes: readonly Node[]): boolean {
  if (unit !== 'file' || means.role !== 'model') return false;
  return nodes.some(({ means: { role }, isOff }) => !isOff && (role === 'tool' || role === 'connection'));
}

function tool(node: Node, base: EvidenceBase): Evidence {
  const name = named(node) || node.kind;
  const verbs = node.says('verb').map(({ text }) => accessOf(text));
  const verb = verbs.find((access) => access !== 'unknown') ?? accessOf(name);
  const access = node.means.access === 'unknown' ? verb : node.means.access;
  return { kind: 'tool', ...base, name, access, approval: 'unknown', binding: null };
}

/**
 * The accounts that it runs under: by name, or as the configuration refers to a resource of its own. Such a reference is
 * good within its module or template only, so that is named too.
 */
function accounts({ file }: Document, node: Node): string[] {
  const cloud = node.means.cloud === null ? '' : `${node.means.cloud}:`;
  const scope = file.endsWith('.tf') ? file.slice(0, Math.max(0, file.lastIndexOf('/'))) : file;
  return node.says('name').flatMap(({ text }) => {
    const resource = /^\$\{([\w.-]+?)(?:\[\d+\])?(?:\.(?:arn|Arn|id|name|email|principal_id))?\}$/.exec(text)?.[1];
    if (resource !== undefined) return `${cloud}${scope}#${resource}`;
    return text.includes('${') ? [] : `${cloud}${text}`;
  });
}

/** What a node is called; '' where that is an expression, or nothing. */
function named(node: Node): string {
  const [name] = node.says('name').map(({ text }) => text.trim());
  if (name === undefined || name.startsWith('=')) return '';
  return name.startsWith('${') ? (literal(name).text ?? '') : name;
}
