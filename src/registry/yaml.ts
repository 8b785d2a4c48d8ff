import type { Alias, Document, Node, YAMLMap } from 'yaml';
import { Composer, CST, isAlias, isMap, isNode, isScalar, isSeq, Lexer, Parser } from 'yaml';

/** A mistake in a text: where it stands, what it is and how to mend it. */
export interface Fault {
  readonly offset: number;
  readonly message: string;
}

/** What a YAML or JSON text says, and the way back from a value to where it is written. */
export interface Tree {
  readonly value: unknown;
  /** Where the value at a path starts; of a value that is not there, its nearest ancestor. */
  offset(path: readonly PropertyKey[]): number;
  /** Where a key of the mapping at a path starts. */
  keyOffset(path: readonly PropertyKey[], key: string): number;
}

const limits = { characters: 2 * 1024 * 1024, depth: 200, aliases: 100 };

/**
 * Reads one YAML 1.2 document (JSON is one) that nobody vouches for: bounded in size, depth and aliases, without tags,
 * merges and directives. A tree without faults says what a reader of the text would say it says.
 */
export function readYaml(text: string): { readonly tree: Tree | null; readonly faults: readonly Fault[] } {
  const { documents, faults } = documentsOf(text);
  const [document, second] = documents;
  const all = [...faults, ...(document ? misreadings(document) : [])];
  if (second) all.push({ offset: second.range[0], message: 'a second document starts; keep one in a file' });
  if (!document || all.length > 0) return { tree: null, faults: all };

  return build(document);
}

/** Reads all documents of a text, each as `readYaml` reads the only one; none where one of them cannot be read. */
export function readDocuments(text: string): { readonly trees: readonly Tree[]; readonly faults: readonly Fault[] } {
  const { documents, faults } = documentsOf(text);
  const all = [...faults, ...documents.flatMap(misreadings)];
  if (all.length > 0) return { trees: [], faults: all };

  const readings = documents.map(build);
  return { trees: readings.map(({ tree }) => tree), faults: readings.flatMap((reading) => reading.faults) };
}

interface Documents {
  readonly documents: readonly Document.Parsed[];
  readonly faults: readonly Fault[];
}

function documentsOf(text: string): Documents {
  const obstacle = unreadable(text);
  if (obstacle) return { documents: [], faults: [obstacle] };

  const { tokens, fault } = tokenise(text);
  return fault ? { documents: [], faults: [fault] } : { documents: compose(tokens, text), faults: [] };
}

function misreadings({ errors, warnings }: Document.Parsed): Fault[] {
  return [...errors, ...warnings].map((error) => ({
    offset: error.pos[0],
    message: `cannot be read as YAML: ${error.message}`,
  }));
}

function unreadable(text: string): Fault | null {
  if (text.length > limits.characters) {
    return { offset: 0, message: 'the file is larger than 2 MiB; split it, one file an agent' };
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.exec(text);
  if (control) return { offset: control.index, message: 'a control character; write the file as plain UTF-8 text' };

  const directive = /^%/m.exec(text);
  if (directive) return { offset: directive.index, message: 'a line starts with "%"; remove the directive' };
  return null;
}

/** The parser keeps its own stack, so depth is seen here, before anything recurses over the tokens. */
function tokenise(text: string): { tokens: readonly CST.Token[]; fault: Fault | null } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let aliases = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (CST.tokenType(lexeme) === 'alias') aliases++;
    if (parser.stack.length > limits.depth) {
      return { tokens, fault: { offset: parser.offset, message: `is nested more than ${limits.depth} levels deep` } };
    }
    if (aliases > limits.aliases) {
      return {
        tokens,
        fault: { offset: parser.offset, message: `more than ${limits.aliases} aliases; write them out` },
      };
    }
  }
  tokens.push(...parser.end());
  return { tokens, fault: null };
}

function compose(tokens: readonly CST.Token[], text: string): readonly Document.Parsed[] {
  const composer = new Composer({
    // Own settings win over a %YAML directive. Keys are compared in build(), which can name both places.
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  return [...composer.compose(tokens, true, text.length)];
}

interface State {
  readonly anchors: Map<string, Node>;
  readonly targets: Map<Alias, Node>;
  readonly values: Map<Node, unknown>;
  readonly faults: Fault[];
}

function build(document: Document): { tree: Tree; faults: readonly Fault[] } {
  const root = document.contents;
  const state: State = { anchors: new Map(), targets: new Map(), values: new Map(), faults: [] };
  const tree: Tree = {
    value: evaluate(root, state),
    offset: (path) => start(descend(root, path, state.targets)),
    keyOffset: (path, key) => {
      const place = resolve(descend(root, path, state.targets), state.targets);
      return start((isMap(place) ? pairOf(place, key)?.key : null) ?? place);
    },
  };
  return { tree, faults: state.faults };
}

/** Recursion is bounded by the depth of the tokens: an alias finds its value already made, or is refused. */
function evaluate(node: unknown, state: State): unknown {
  if (isAlias(node)) return evaluateAlias(node, state);
  if (isScalar(node)) {
    if (node.anchor) state.anchors.set(node.anchor, node);
    state.values.set(node, node.value);
    return node.value;
  }
  if (!isMap(node) && !isSeq(node)) return null;

  if (node.anchor) state.anchors.set(node.anchor, node);
  const value = isMap(node) ? evaluateMap(node, state) : node.items.map((item) => evaluate(item, state));
  state.values.set(node, value);
  return value;
}

function evaluateAlias(alias: Alias, state: State): unknown {
  const target = state.anchors.get(alias.source);
  if (target && state.values.has(target)) {
    state.targets.set(alias, target);
    return state.values.get(target);
  }
  const message = target
    ? 'an alias that holds itself'
    : `no anchor above this alias; write "&${alias.source}" where it is meant`;
  state.faults.push({ offset: start(alias), message });
  return null;
}

function evaluateMap(map: YAMLMap, state: State): object {
  // Without a prototype, so that "__proto__" is a key like any other, and an unknown one.
  const value: Record<string, unknown> = Object.create(null);
  for (const pair of map.items) {
    const key = isScalar(pair.key) ? pair.key.value : null;
    if (typeof key !== 'string') {
      state.faults.push({ offset: start(pair.key ?? map), message: 'a key that is not text; write it in quotes' });
      continue;
    }
    if (Object.hasOwn(value, key)) {
      state.faults.push({
        offset: start(pair.key),
        message: `the key ${JSON.stringify(key)} stands here twice; keep one`,
      });
    }
    value[key] = evaluate(pair.value, state);
  }
  return value;
}

function descend(root: unknown, path: readonly PropertyKey[], targets: ReadonlyMap<Alias, Node>): unknown {
  let node = root;
  for (const key of path) {
    const place = resolve(node, targets);
    const next = isMap(place) ? pairOf(place, key)?.value : isSeq(place) ? place.items[Number(key)] : null;
    if (!next) break;
    node = next;
  }
  return node;
}

function resolve(node: unknown, targets: ReadonlyMap<Alias, Node>): unknown {
  return isAlias(node) ? targets.get(node) : node;
}

function pairOf(map: YAMLMap, key: PropertyKey) {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function start(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
