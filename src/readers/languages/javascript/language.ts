import type { Language } from '../../code/language.ts';
import { imports } from './words.ts';

/** JavaScript and TypeScript. */
export const javascript: Language = {
  id: 'javascript',
  blocks: true,
  self: new Set(['this']),
  constructors: new Set(['constructor']),
  offersAll: false,
  wildcard: () => false,
  environment({ module, path }) {
    if (module !== '' && !/^(?:node:)?process$/.test(module)) {
      return /\$env\/(?:static|dynamic)\/private$/.test(module) ? path.replace(/^env\./, '') : null;
    }
    return /^(?:(?:globalThis\.)?process\.env|env|import\.meta\.env|Bun\.env)\.(\w+)$/.exec(path)?.[1] ?? null;
  },
  environmentCall: ({ module, path }) => module === '' && path === 'Deno.env.get',
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /\/\/[^\r\n]*|\/\*/y,
    close: { '/*': '*/' },
    quotes: `"'`,
    long: ['`'],
    prefix: null,
    imports,
    links: ['?.'],
    lines: false,
    declaring: /^(?:const|let|var)$/,
  },
};
