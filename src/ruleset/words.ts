import type { RuleFiles } from './compile.ts';
import { type KeyOwner, type KeyWord, keyWords } from './keys.ts';
import type { Edge, Word } from './keywords.ts';
import type { ProviderFile } from './schema.ts';

/** Words of rollcall's own that make a file worth reading. */
const own = ['rollcall-ignore', 'rollcall.agent', 'mcpservers', 'mcp_servers'];

/**
 * A head of a key that is spelled in escapes has one of these for its hyphen or underscore, or for a letter: `sk\u002dproj\u002d`,
 * `sk%2Dproj`, `\u0073k-proj-`. Seldom are they escaped for any other reason.
 */
const escaped = [
  '\\u002d',
  '\\x2d',
  '%2d',
  '&#45;',
  '&#x2d;',
  '\\u005f',
  '\\x5f',
  '%5f',
  '&#95;',
  '&#x5f;',
  '&lowbar;',
  '\\055',
  '\\137',
  '\\u{2d}',
  '\\u{5f}',
  '%252d',
  '%255f',
  '\\u0073',
  '\\u006b',
  '\\u0067',
  '\\u0068',
];

/** What announces base64 in which a key may stand whose head is too short to be told in it. */
const encoded = ['kind: secret', '"kind":"secret"', '"kind": "secret"', 'authorization: basic ', '"basic '];

/** Ports under this are anybody's: they count behind a name of this machine only. */
export const tellingPort = 10_000;

type AnyFile = RuleFiles['frameworks'][number] | RuleFiles['providers'][number] | RuleFiles['sdks'][number];

/**
 * The keywords of all rules: a file with none of them is never decoded. Words that contain another are dropped, but
 * for those of keys, which also decide what key patterns are tried.
 */
export function words(
  { providers, frameworks, sdks, credentials = [] }: RuleFiles,
  owners: readonly KeyOwner[] = [],
): readonly Word[] {
  const found = new Map<string, { edge: Edge; exact: string | null; code: boolean; key: boolean }>();
  const add = ({ text, edge, exact = null }: Found, key: boolean): void => {
    const before = found.get(text);
    found.set(text, {
      edge: before ? wider(before.edge, edge) : edge,
      exact: before && before.exact !== exact ? null : exact,
      code: !key || before?.code === true,
      key: key || before?.key === true,
    });
  };
  for (const text of own) add(free(text), false);
  for (const text of credentials.flatMap(({ keywords }) => keywords)) add(marked(text), false);
  const carriers = new Set(frameworks.flatMap(({ id, kind }) => (kind === 'agent' ? [] : id)));
  for (const file of [...providers, ...frameworks, ...sdks]) {
    for (const word of codeWords(file, carriers)) add(word, false);
  }
  for (const text of [...escaped, ...encoded]) add(free(text), true);
  for (const owner of owners) for (const word of owner.keys.flatMap((key) => keyWords(key, owner))) add(word, true);
  found.delete('');
  return [...found]
    .filter(([text, { key }]) => key || !contains(found, text))
    .map(([text, { edge, exact, code }]) => ({ text, edge, exact, keyOnly: !code }))
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}

/** A word as a rule has it. */
type Found = Pick<Word, 'text' | 'edge'> & Partial<Pick<Word, 'exact'>>;

/** An edge that lets through what either of two does. What stands by itself is a word of a name as well. */
function wider(one: Edge, other: Edge): Edge {
  if (one === other) return one;
  const both = new Set([one, other]);
  return both.has('word') && both.has('letters') ? 'letters' : 'free';
}

/** Modules of carriers, HTTP libraries and the like, are everybody's: they are no words to look for. */
function codeWords(file: AnyFile, carriers: ReadonlySet<string>): Pick<Word, 'text' | 'edge'>[] {
  const carries = carriers.has('of' in file ? file.of : file.id);
  const modules = carries && file.keywords.length === 0 ? [] : sdkWords(file);
  const runners = [...file.actions, ...file.commands].flatMap(runnerWords);
  const names = file.env.flatMap((env) => (typeof env === 'string' ? env : env.ambiguous ? [] : env.name));
  const hosts = 'hosts' in file ? file.hosts.flatMap((host) => hostWords(host, file.keywords)) : [];
  const ports = 'ports' in file ? file.ports.flatMap(portWords) : [];
  const formats = file.declarations.flatMap(({ keywords }) => keywords.map(marked));
  return [...modules, ...runners, ...formats, ...[...names, ...hosts, ...ports, ...file.images].map(free)];
}

/** The words of a file that tell its SDK in code: its own, or else its modules. */
export function sdkWords(file: AnyFile): KeyWord[] {
  const found = file.keywords.length > 0 ? file.keywords.map(marked) : moduleWords(file);
  return found.map((word) => ({ ...word, exact: null }));
}

function runnerWords(runner: AnyFile['actions'][number]): Pick<Word, 'text' | 'edge'>[] {
  if (typeof runner === 'string') return [bare(runner)];
  return runner.keywords.length > 0 ? runner.keywords.map(marked) : [bare(runner.name)];
}

/**
 * The word of a host that answers programs; none where a keyword of its file finds it already. A shared host is
 * everybody's: where one of its paths is among the keywords, that is looked for instead.
 */
function hostWords(host: ProviderFile['hosts'][number], keywords: readonly string[]): string[] {
  const {
    host: pattern,
    kind,
    shared,
    paths,
  } = typeof host === 'string' ? { host, kind: 'api', shared: false, paths: [] } : host;
  if (kind !== 'api') return [];
  if (pattern.split('*').some((piece) => keywords.some((word) => piece.includes(word)))) return [];
  const byPath = shared && paths.some((path) => keywords.some((word) => word.includes(path)));
  return byPath ? [] : [literal(pattern)];
}

function portWords(port: number): string[] {
  if (port >= tellingPort) return [`:${port}`];
  return ['localhost', '127.0.0.1', '0.0.0.0', 'host.docker.internal'].map((host) => `${host}:${port}`);
}

function moduleWords({ modules, symbols }: AnyFile): Pick<Word, 'text' | 'edge'>[] {
  return [...modules, ...symbols.flatMap((symbol) => symbol.modules)].flatMap((module) => {
    const dot = module.lastIndexOf('.');
    const isSubmodule = dot > 0 && !module.includes('/');
    const submodule = isSubmodule ? [free(`from ${module.slice(0, dot)} import ${module.slice(dot + 1)}`)] : [];
    return [/^\w{1,6}$/.test(module) ? bare(module) : free(module), ...submodule];
  });
}

/** `|word|` asks for a boundary on both sides. */
function marked(text: string): Pick<Word, 'text' | 'edge'> {
  return text.startsWith('|') && text.endsWith('|') ? bare(text.slice(1, -1)) : free(text);
}

function free(text: string): Pick<Word, 'text' | 'edge'> {
  return { text: lower(text), edge: 'free' };
}

function bare(text: string): Pick<Word, 'text' | 'edge'> {
  return { text: lower(text), edge: 'word' };
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** The piece of a host pattern that tells most: its beginning where that is a name of its own, else the longest. */
function literal(host: string): string {
  const [first = '', ...rest] = host.split('*').map((piece) => piece.replace(/^\.|\.$/g, ''));
  if (first.length >= 6) return first;
  return rest.reduce((best, piece) => (piece.length > best.length ? piece : best), first);
}

/** Whether another, free word stands inside this one: where this one is, that one is found too. */
function contains(all: ReadonlyMap<string, { edge: Edge; code: boolean }>, text: string): boolean {
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= text.length; end++) {
      if (end - start === text.length) continue;
      const inner = all.get(text.slice(start, end));
      if (inner?.edge === 'free' && inner.code) return true;
    }
  }
  return false;
}
