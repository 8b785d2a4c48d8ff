import type { FormatRule, NodeFields, NodeKind, NodesRule, TreePath, TreeTest } from '../model/format.ts';
import type { FormatFile } from './format-schema.ts';

/** The configuration formats of a rule file, their paths taken apart. */
export function formatRules(rule: string, framework: string | null, formats: readonly FormatFile[]): FormatRule[] {
  return formats.map((format) => ({
    rule,
    framework,
    files: format.files,
    keywords: format.keywords.map((word) => word.replace(/^\||\|$/g, '').toLowerCase()),
    roots: format.roots.map(treePath),
    shape: format.shape.map(treeTest),
    unit: format.unit,
    weight: format.weight,
    defaults: format.defaults.map(treePath),
    name: treePaths(format.name ?? []),
    providers: Object.entries(format.providers),
    nodes: format.nodes.map(nodesRule),
  }));
}

function nodesRule({ at, kind, off, fields, kinds }: FormatFile['nodes'][number]): NodesRule {
  return {
    at: treePath(at),
    kind: treePaths(kind ?? []),
    off: off.map(treeTest),
    fields: nodeFields(fields),
    kinds: kinds.map(nodeKind),
  };
}

function nodeKind(kind: FormatFile['nodes'][number]['kinds'][number]): NodeKind {
  const { is, when, role, provider, access, store, cloud, fields } = kind;
  return {
    is,
    when: when.map(treeTest),
    role,
    ...(provider === undefined ? {} : { provider }),
    fields: nodeFields(fields),
    access,
    store: store ?? null,
    cloud: cloud ?? null,
  };
}

type Given = string | readonly string[];

function nodeFields(given: { readonly [K in keyof NodeFields]?: Given | undefined }): NodeFields {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, at]) => (at === undefined ? [] : [[name, treePaths(at)]])),
  );
}

function treeTest({ at, is }: { at: Given; is: readonly string[] }): TreeTest {
  return { at: treePaths(at), is };
}

function treePaths(given: Given): TreePath[] {
  return (typeof given === 'string' ? [given] : given).map(treePath);
}

/** Keys joined by dots; a dot inside brackets belongs to the key. */
function treePath(path: string): TreePath {
  return path.match(/\[[^\]]*\]|[^.]+/g) ?? [];
}
