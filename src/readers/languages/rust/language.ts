import type { Language } from '../../code/language.ts';
import { imports } from './words.ts';

/** Names that every Rust program has: no crate that is imported as a whole is asked for them. */
const prelude =
  /^(?:Box|Clone|Copy|Default|Drop|Eq|Err|Fn|FnMut|FnOnce|From|Into|IntoIterator|Iterator|None|Ok|Option|Ord|PartialEq|PartialOrd|Result|Self|Send|Sized|Some|String|Sync|ToOwned|ToString|TryFrom|TryInto|Vec|drop|_)$/;

/** Rust. */
export const rust: Language = {
  id: 'rust',
  blocks: true,
  self: new Set(['self']),
  constructors: new Set(),
  offersAll: false,
  wildcard: (name) => !prelude.test(name) && 'only',
  environment: () => null,
  environmentCall({ module, path }) {
    return /^(?:std\.env|dotenvy?)\.var(?:_os)?$/.test(`${module}.${path}`);
  },
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /\/\/[^\r\n]*|\/\*/y,
    close: { '/*': '*/' },
    // A single quote opens a lifetime as often as a character.
    quotes: '',
    long: ['"'],
    prefix: /^(?:b|c|r|br|cr)$/,
    imports,
    links: ['::'],
    lines: true,
    declaring: /^(?:let|mut|const|static)$/,
  },
};
