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
  return format.nodes.flatMap((rule) => placesAt(root, rule.at).flatMap((place) => nodeAt(place, rule) ?? []));
}

function nodeAt(place: Tree, rule: NodesRule): Node | null {
  const [kind] = rule.kind.length === 0 ? [] : saidAt(place, rule.kind);
  if (rule.kind.length > 0 && !kind) return null;

  const text = kind?.text ?? '';
  const means = rule.kinds.find(({ is, when }) => fitsAny(is, text) && when.every((test) => holds(place, test)));
  const at = kind?.at ?? place.first?.at;
  if (!means || means.role === 'none' || !at) return null;

  const isOff = rule.off.some((test) => holds(place, test));
  const says = (field: keyof NodeFields): readonly Said[] => saidAt(place, means.fields[field] ?? rule.fields[field]);
  return { place, at, kind: text, means, isOff, says };
}
