import type { Document } from '../../model/document.ts';
import type { DeclarationEvidence, Evidence, Level } from '../../model/evidence.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { evidenceBase } from '../base.ts';
import { credentials } from './credential.ts';
import { type Declaration, declarationsIn } from './format.ts';
import { meaning } from './meaning.ts';
import { type Node, nodesOf } from './node.ts';
import { saidAt } from './path.ts';

/** More nodes than this in one file say nothing new. */
const maximumNodes = 2000;

/** What a configuration format declares: one witness for each node that asks a model, runs an agent, or serves one. */
export function* declared(document: Document, rules: RuleSet): Iterable<Evidence> {
  for (const declaration of declarationsIn(document, rules)) {
    const nodes = nodesOf(declaration).slice(0, maximumNodes);
    const found = nodes.map((node) => ({
      node,
      evidence: [...meaning(document, node, { declaration, nodes }, rules)],
    }));
    const seen = found.flatMap(({ evidence }) => evidence);
    if (declaration.format.unit === 'file' && seen.length > 0) yield whole(document, declaration, nodes, seen);
    yield* seen;
  }
}

/** The workflow that its nodes belong to: a unit by itself. */
function whole(
  document: Document,
  { format, root }: Declaration,
  nodes: readonly Node[],
  seen: readonly Evidence[],
): DeclarationEvidence {
  const [name] = saidAt(root, format.name);
  const uses = seen.filter(({ weight }) => weight === 'use');
  const { rule, framework } = format;
  const saying = { rule, framework, confidence: 'high', weight: uses.length > 0 ? 'use' : 'mention' } as const;
  const running = nodes.filter(({ isOff }) => !isOff);
  const starts = running.filter(({ means }) => means.role === 'trigger');
  const agents = running.filter(({ means }) => means.role === 'agent');
  const base = evidenceBase(document, name?.at ?? root.first?.at ?? { line: 1, column: 1 }, saying);
  return {
    kind: 'declaration',
    ...base,
    what: 'flow',
    name: name?.text ?? null,
    level: levelOf(uses),
    models: [],
    hosts: [],
    dynamic: [],
    triggers: [...new Set(starts.map(({ kind }) => kind))].sort(),
    // Those of the models stand with them.
    credentials: [...new Set(agents.flatMap((node) => credentials(document, node, base).names))].sort(),
  };
}

function levelOf(uses: readonly Evidence[]): Level {
  return uses.some((one) => 'level' in one && one.level === 'agent') ? 'agent' : 'caller';
}
