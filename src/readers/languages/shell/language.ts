import type { Language } from '../../code/language.ts';

/** Shell scripts. A variable that the script does not set is one of its environment: `env.NAME`. */
export const shell: Language = {
  id: 'shell',
  blocks: false,
  self: new Set(),
  constructors: new Set(),
  offersAll: true,
  wildcard: () => false,
  environment: ({ module, path }) => (module === '' ? (/^env\.([A-Za-z_]\w*)$/.exec(path)?.[1] ?? null) : null),
  environmentCall: () => false,
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /(?<![^\s;])#[^\r\n]*/y,
    close: {},
    quotes: '',
    long: ['"', "'"],
    prefix: null,
    imports: () => null,
    links: [],
    lines: true,
    declaring: null,
  },
};
