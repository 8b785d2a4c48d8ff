import type { Language } from '../../code/language.ts';
import { imports } from './words.ts';

/** Ruby. Constants are found from the top: the first part of a name is its module. */
export const ruby: Language = {
  id: 'ruby',
  blocks: false,
  self: new Set(['self']),
  constructors: new Set(['initialize']),
  offersAll: false,
  wildcard: () => false,
  absolute: (name) => /^[A-Z]\w*[a-z]\w*$/.test(name),
  environment({ module, path }) {
    if (module === 'Rails') return /^application(?:\(\))?\.(credentials\.[\w.]+)$/.exec(path)?.[1] ?? null;
    return module === '' ? (/^ENV\.(?!(?:fetch|key|to_h|dig|slice)\b)(\w+)$/.exec(path)?.[1] ?? null) : null;
  },
  environmentCall: ({ module, path }) => module === '' && path === 'ENV.fetch',
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /#(?!\{)[^\r\n]*/y,
    close: {},
    quotes: `"'\``,
    long: [],
    prefix: null,
    imports,
    links: ['&.', '::'],
    lines: true,
    declaring: null,
  },
};
