import type { NodeFields, NodeKind, NodesRule, TreePath } from '../../model/format.ts';
import type { Position } from '../../model/origin.ts';
import type { Declaration } from './format.ts';
import { fitsAny, holds, placesAt, type Said, saidAt } from './path.ts';
import type { Tree } from './tree.ts';

/** A node of a declaration, and what its rule makes of it. */
export interface Node {
  readonly place: Tree;
  readonly at: Position;
  /** As written; '' where all nodes are of one kind. */
  readonly kind: string;
  readonly means: NodeKind;
  readonly isOff: boolean;
  /** What it says of itself. */
  says(field: keyof NodeFields): readonly Said[];
}

/** The nodes of a declaration that mean something, in the order of the rules. */
export function nodesOf({ format, root }: Declaration): readonly Node[] {
  const settle = (said: Said): Said => ({ ...said, text: withDefault(said.text, root, format.defaults) });
  return format.nodes.flatMap((rule) => placesAt(root, rule.at).flatMap((place) => nodesAt(place, rule, settle)));
}

/** A key that is repeated may say several kinds: each of them counts. */
function nodesAt(place: Tree, rule: NodesRule, settle: (said: Said) => Said): readonly Node[] {
  if (rule.kind.length > 0) return saidAt(place, rule.kind).flatMap((kind) => nodeAt(place, rule, kind, settle));
  return place.first ? nodeAt(place, rule, { text: '', at: place.first.at }, settle) : [];
}

function nodeAt(place: Tree, rule: NodesRule, { text: kind, at }: Said, settle: (said: Said) => Said): readonly Node[] {
  const means = rule.kinds.find(({ is, when }) => fitsAny(is, kind) && when.every((test) => holds(place, test)));
  if (!means || means.role === 'none') return [];

  const isOff = rule.off.some((test) => holds(place, test));
  const says = (field: keyof NodeFields): readonly Said[] =>
    saidAt(place, means.fields[field] ?? rule.fields[field]).map(settle);
  return [{ place, at, kind, means, isOff, says }];
}

/** A variable whose default stands in the same file: `${var.model}` becomes `${var:model:nova-2}`, open and known all the same. */
function withDefault(text: string, root: Tree, defaults: readonly TreePath[]): string {
  const name = defaults.length === 0 ? undefined : /^\$\{(?:var\.)?([\w-]{1,200})\}$/.exec(text)?.[1];
  if (name === undefined) return text;
  const [found] = saidAt(
    root,
    defaults.map((path) => path.map((key) => (key === '$' ? name : key))),
  );
  return found ? `\${var:${name}:${found.text}}` : text;
}
