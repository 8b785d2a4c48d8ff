import type { Access, Weight } from './evidence.ts';

/**
 * Where something stands below a place of a configuration tree, key by key. `*` is any key, `**` any number of them,
 * `[name=model]` an item that has this entry, `@key` the key of the place itself. The empty path is the place.
 */
export type TreePath = readonly string[];

/** Something must stand at one of these paths; where `is` lists patterns, a text that one of them fits. */
export interface TreeTest {
  readonly at: readonly TreePath[];
  /** `*` stands for any text. Empty: anything that is there will do. */
  readonly is: readonly string[];
}

/** What a node of a configuration is. */
export type NodeRole =
  | 'model'
  | 'embedding'
  | 'agent'
  | 'tool'
  | 'connection'
  | 'server'
  | 'store'
  | 'gate'
  | 'trigger'
  | 'identity'
  | 'request'
  | 'none';

/** Where a node says what. Alternatives are tried in order; one path may lead to several texts. */
export interface NodeFields {
  readonly provider?: readonly TreePath[];
  readonly model?: readonly TreePath[];
  readonly baseUrl?: readonly TreePath[];
  readonly name?: readonly TreePath[];
  readonly tools?: readonly TreePath[];
  readonly url?: readonly TreePath[];
  /** What a request sends: a JSON text. */
  readonly body?: readonly TreePath[];
  /** Names that credentials have in the store of their platform. */
  readonly credentials?: readonly TreePath[];
  /** A key, where it may stand by itself: of its value, only the name of a variable is taken. */
  readonly key?: readonly TreePath[];
  /** What a tool does, in a word: an operation, an HTTP method. */
  readonly verb?: readonly TreePath[];
}

/** A kind of node and what it means. */
export interface NodeKind {
  /** Patterns for the text that says the kind. */
  readonly is: readonly string[];
  readonly when: readonly TreeTest[];
  readonly role: NodeRole;
  /** `null`: nobody in particular; absent: told by the format's table, the base URL or the model. */
  readonly provider?: string | null;
  readonly fields: NodeFields;
  readonly access: Access;
  /** What a store is called. */
  readonly store: string | null;
  /** For an identity: whose account it is (`aws`). */
  readonly cloud: string | null;
}

/** Nodes of a format: where they stand, and what tells them apart. */
export interface NodesRule {
  readonly at: TreePath;
  /** Where a node's kind stands; empty: they are all of one. */
  readonly kind: readonly TreePath[];
  /** Any of these holds: the node is switched off. */
  readonly off: readonly TreeTest[];
  /** What all kinds have in common. */
  readonly fields: NodeFields;
  /** The first that fits counts. */
  readonly kinds: readonly NodeKind[];
}

/** A configuration format that declares agents. */
export interface FormatRule {
  readonly rule: string;
  readonly framework: string | null;
  /** Pattern over repository paths. */
  readonly files: string;
  /** Words in lower case of which every such file holds one; empty: no word is asked for. */
  readonly keywords: readonly string[];
  /** Where a whole declaration may begin, in files that wrap it or hold several. */
  readonly roots: readonly TreePath[];
  /** All of them must hold: the shape tells the format, not the file's name. */
  readonly shape: readonly TreeTest[];
  /** `file`: each file is a unit by itself. `enclosing`: it belongs to the code around it. */
  readonly unit: 'file' | 'enclosing';
  readonly weight: Weight;
  /** Where a variable's default stands, `$` in place of its name. */
  readonly defaults: readonly TreePath[];
  /** Where the name of the whole stands. */
  readonly name: readonly TreePath[];
  /** Who is meant by a kind of node or by the name of a provider: patterns and provider ids, first match. */
  readonly providers: readonly (readonly [pattern: string, provider: string | null])[];
  readonly nodes: readonly NodesRule[];
}
