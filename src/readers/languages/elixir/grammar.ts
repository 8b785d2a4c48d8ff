import type { Grammar } from '../../tree-sitter.ts';
import { ease } from './ease.ts';
import { elixir } from './language.ts';
import { translate } from './translate.ts';

/** Elixir, as the grammar of the Elixir team reads it. */
export const grammar: Grammar = {
  language: elixir,
  wasm: './tree-sitter-elixir.wasm',
  translate: (root) => ({ nodes: translate(root), package: null }),
  ease,
  starts: (text) => text.startsWith('#!') || /^[ \t]*(?:use Application\b|Mix\.install\b)/m.test(text),
};
