import type { Language } from '../../code/language.ts';
import { imports } from './words.ts';

/** Elixir. Modules are found from the top: the first part of a name is its module. `__MODULE__` is the module around. */
export const elixir: Language = {
  id: 'elixir',
  blocks: true,
  self: new Set(['__MODULE__']),
  constructors: new Set(),
  offersAll: false,
  wildcard: (name) => /^[a-z_]/.test(name),
  absolute: (name) => /^[A-Z]/.test(name),
  environment: () => null,
  environmentCall: ({ module, path }) => module === 'System' && /^(?:get_env|fetch_env!?)$/.test(path),
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /#(?!\{)[^\r\n]*/y,
    close: {},
    quotes: `"'`,
    long: ['"""'],
    prefix: /^[~]?[sS]$/,
    imports,
    links: [],
    lines: true,
    declaring: null,
  },
};
