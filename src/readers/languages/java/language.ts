import type { Language } from '../../code/language.ts';
import { readsSetting } from '../jvm/injected.ts';
import { isForeignType } from '../jvm/names.ts';
import { imports } from '../jvm/words.ts';

/** Java. */
export const java: Language = {
  id: 'java',
  blocks: true,
  self: new Set(['this']),
  members: true,
  containers: /^(?:java|javax|jakarta|kotlin|kotlinx)\./,
  constructors: new Set(['constructor']),
  offersAll: false,
  wildcard: isForeignType,
  environment({ module, path }) {
    return (module === '' && /^System\.getenv\(\)\.([A-Z]\w{0,100})$/.exec(path)?.[1]) || null;
  },
  environmentCall({ module, path }) {
    return readsSetting(module, path);
  },
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /\/\/[^\r\n]*|\/\*/y,
    close: { '/*': '*/' },
    quotes: `"'`,
    long: ['"""'],
    prefix: null,
    imports,
    links: ['::'],
    lines: false,
    declaring: null,
  },
};
