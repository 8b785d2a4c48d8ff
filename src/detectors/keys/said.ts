import { parts, spaced } from '../../text/words.ts';
import type { Imports } from './imports.ts';
import type { Surroundings } from './surroundings.ts';

/** What stands around a value, in words: made once, and held against every kind of key that it may be. */
export interface Said {
  /** Words of the name, each between blanks; and without what a copy of it carries at its end, so and in one. */
  readonly name: string;
  readonly bare: string;
  readonly flat: string;
  /** Whether what binds the value is called as a credential is, and not as what only looks like one. */
  readonly isCredential: boolean;
  readonly isHeldByCredentials: boolean;
  /** Words of what encloses it. */
  readonly above: string;
  /** What the name alone may be of. */
  readonly own: ReadonlySet<string>;
  /** What encloses it, and what fields beside it say whose it is. */
  readonly told: ReadonlySet<string>;
  /** Modules and vendors that the calls around it are of. */
  readonly owners: Names;
  /** The same of the client that it is handed to by itself, and that client's name. */
  readonly client: Names;
}

interface Names {
  readonly names: ReadonlySet<string>;
  readonly text: string;
}

/** Words that say that a value is a credential. */
const credentials = new Set(
  'key keys apikey token tokens secret secrets api auth pat bearer login authorization credential credentials password passwd apitoken accesskey secretkey authtoken accesstoken xapikey u'.split(
    ' ',
  ),
);

/** Last words of names whose value is none. */
const others = new Set(
  'id ids index hash sha sha1 sha256 sha512 md5 commit digest version trace request etag checksum integrity rev revision ref uuid guid fingerprint url uri path file name model project workspace org organization account region endpoint host size count date nonce salt slug title label class tag branch color thread assistant run voice agent app cluster collection dataset namespace bucket table deployment image'.split(
    ' ',
  ),
);

/** What a name may carry behind the name of a variable: `OPENAI_API_KEY_2`, `openaiApiKeyProd`. */
const suffixes =
  /^(?:\d+|prod|production|dev|development|stg|staging|test|old|new|backup|primary|secondary|default|value|raw|str|string|env|eu|us|live|main)$/;

const known = new WeakMap<Surroundings, Said>();
const nothing: Names = { names: new Set(), text: '' };

/** What stands around a value, in words. */
export function said(around: Surroundings, imports: () => Imports): Said {
  const before = known.get(around);
  if (before) return before;
  const made = read(around, imports);
  known.set(around, made);
  return made;
}

function read(around: Surroundings, imports: () => Imports): Said {
  const { name, above } = around;
  const words = name === null ? [] : nameParts(name);
  const last = words.at(-1);
  const isCredential = last !== undefined && !others.has(last) && words.some((word) => credentials.has(word));
  const client = isCredential || name !== null || around.callee === null ? null : around.callee;
  return {
    name: spaced(name ?? ''),
    bare: ` ${words.join(' ')}`,
    flat: words.join(''),
    isCredential,
    isHeldByCredentials: name !== null && above.some((one) => parts(one.name).some((word) => credentials.has(word))),
    above: above.map((one) => spaced(one.name)).join('|'),
    own: called(name === null ? [] : [name]),
    told: called(isCredential ? [...above.map((one) => one.name.split(/[./]/).at(-1) ?? ''), ...around.beside] : []),
    owners: isCredential
      ? ownersOf([...above.flatMap((one) => (one.isCall ? one.name : [])), name ?? ''], imports)
      : nothing,
    client: client !== null && isClient(client) ? ownersOf([client], imports, client) : nothing,
  };
}

/** The words of a name, without what a copy of it carries at its end. */
export function nameParts(name: string): string[] {
  const words = parts(name);
  while (words.length > 1 && suffixes.test(words.at(-1) ?? '')) words.pop();
  const last = words.pop() ?? '';
  return [...words, last.replace(/^(key|token|secret|pat)\d{1,4}$/, '$1')];
}

function ownersOf(chains: readonly string[], imports: () => Imports, itself = ''): Names {
  const owners = chains.flatMap((chain) => imports().ownersOf(chain));
  return {
    names: called(owners),
    text: [...owners, itself]
      .map(spaced)
      .join('|')
      .replace(/^ {2}$/, ''),
  };
}

/** What asks a vendor is made with a key, or set up with it; what it is asked then is given all else. */
function isClient(callee: string): boolean {
  const last = callee.split('.').at(-1) ?? '';
  return /^(?:[A-Z]|init|login|config|connect|use$|setup|auth|create$)|[cC]lient/.test(last);
}

/** What may be meant by names: `mistral` by `mistral`, `MistralAI`, `mistral-api`. */
function called(names: readonly string[]): ReadonlySet<string> {
  const flat = names.map((name) =>
    parts(name)
      .join('')
      .replace(/^chat(?=.{4})/, ''),
  );
  return new Set([
    ...flat,
    ...flat.map((name) => name.replace(/(?:ai|api|llm|chat|cloud|client|embeddings?|\d{1,2})$/, '')),
  ]);
}
