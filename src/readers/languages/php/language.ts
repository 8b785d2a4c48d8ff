import type { Language } from '../../code/language.ts';
import { imports } from './words.ts';

/** PHP. Variables keep their `$`, so that no function or class is taken for one. */
export const php: Language = {
  id: 'php',
  blocks: false,
  self: new Set(['$this', 'self', 'static', 'parent']),
  constructors: new Set(['__construct']),
  offersAll: false,
  wildcard(name) {
    if (name.startsWith('$') || name === 'null') return false;
    // Functions and constants are sought at the top too, classes are not.
    return /^\p{Lu}\w*\p{Ll}/u.test(name) ? 'only' : true;
  },
  environment({ path }) {
    return /^\$_(?:ENV|SERVER)\.(\w+)$/.exec(path)?.[1] ?? null;
  },
  environmentCall({ path }) {
    return /^(?:getenv|env|Env\.get|config|Config\.(?:get|string)|get_option|get_site_option)$/.test(path);
  },
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /\/\/[^\r\n]*|#(?!\[)[^\r\n]*|\/\*|<!--|\{\{--/y,
    close: { '/*': '*/', '<!--': '-->', '{{--': '--}}' },
    quotes: `"'`,
    long: [],
    prefix: null,
    imports,
    links: ['?->', '->', '::', '\\'],
    lines: false,
    declaring: null,
  },
};
