import type { NodeFields, NodeKind, NodesRule } from '../../model/format.ts';
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
  return format.nodes.flatMap((rule) => placesAt(root, rule.at).flatMap((place) => nodesAt(place, rule)));
}

/** A key that is repeated may say several kinds: each of them counts. */
function nodesAt(place: Tree, rule: NodesRule): readonly Node[] {
  if (rule.kind.length > 0) return saidAt(place, rule.kind).flatMap(({ text, at }) => nodeAt(place, rule, text, at));
  return place.first ? nodeAt(place, rule, '', place.first.at) : [];
}

function nodeAt(place: Tree, rule: NodesRule, kind: string, at: Position): readonly Node[] {
  const means = rule.kinds.find(({ is, when }) => fitsAny(is, kind) && when.every((test) => holds(place, test)));
  if (!means || means.role === 'none') return [];

  const isOff = rule.off.some((test) => holds(place, test));
  const says = (field: keyof NodeFields): readonly Said[] => saidAt(place, means.fields[field] ?? rule.fields[field]);
  return [{ place, at, kind, means, isOff, says }];
}
