import type { Import, Node } from '../../code/syntax.ts';

/** First parts of package names, as they are written out in code: the domains of countries and organisations, and a few words. */
const roots = /^(?:[a-z]{2,3}|java|javax|jakarta|kotlin|kotlinx|info|reactor)$/;

/** Names that the platform gives to every file. They belong to no package that is imported. */
const platform = new Set(
  `Object String Integer Long Double Float Boolean Byte Short Character Number Math System Thread Runnable Process
  ProcessBuilder Runtime Exception RuntimeException IllegalArgumentException IllegalStateException Throwable Error
  Iterable Comparable CharSequence StringBuilder StringBuffer Override Deprecated SuppressWarnings FunctionalInterface
  SafeVarargs AutoCloseable Class Void Record Enum Any Unit Nothing Int Char Array List Map Set Pair MutableList
  MutableMap`.split(/\s+/),
);

/** Whether a bare type may come from a package all of whose names are in reach. */
export function isForeignType(name: string): boolean {
  return /^\p{Lu}/u.test(name) && !platform.has(name);
}

/**
 * `import a.b.C.D` imports `C.D` of the package `a.b`: packages are written in lower case, types are not. A name of
 * lower case behind the package is a function or a value (Kotlin, `import static`).
 */
export function importOf(segments: readonly string[], local: string | null, at: number): Import {
  const type = segments.findIndex((segment) => /^\p{Lu}/u.test(segment));
  const end = type > 0 ? type : segments.length - 1;
  const symbol = segments.slice(end).join('.');
  const names = [{ symbol, local: local ?? segments.at(-1) ?? '', typeOnly: false }];
  return { k: 'import', module: segments.slice(0, end).join('.'), names, typeOnly: false, at };
}

/** All names of a package; with `implied` those of the file's own, which nobody has to import. */
export function importAll(module: string, at: number, { implied }: { implied: boolean }): Import {
  const names = [{ symbol: '*', local: '*', typeOnly: false }];
  return { k: 'import', module, names, typeOnly: false, at, ...(implied ? { implied } : {}) };
}

/** A dotted name: a type written out with its package, or members of a name. */
export function dotted(segments: readonly string[], at: number): Node {
  const [root = '', ...rest] = segments;
  const type = segments.findIndex((segment) => /^\p{Lu}/u.test(segment));
  const isPackage = type > 1 && roots.test(root);
  const start: Node = isPackage
    ? { k: 'module', module: segments.slice(0, type).join('.'), at }
    : { k: 'name', name: root, at };
  const members = isPackage ? segments.slice(type) : rest;
  return members.reduce<Node>((of, name) => ({ k: 'member', of, name, at }), start);
}

/** Types that only hold another one, which is then what matters: `Optional<ChatModel>`, `ObjectProvider<ChatClient.Builder>`. */
export const holders =
  /^(?:Optional|ObjectProvider|Provider|Instance|Lazy|Supplier|Mono|Uni|Deferred|CompletableFuture|CompletionStage|Future|AtomicReference|ThreadLocal)$/;
