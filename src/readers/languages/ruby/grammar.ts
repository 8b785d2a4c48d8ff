import type { Grammar } from '../../tree-sitter.ts';
import { ruby } from './language.ts';
import { translate } from './translate.ts';

/** Ruby, as Microsoft's build of the tree-sitter grammar reads it. */
export const grammar: Grammar = {
  language: ruby,
  wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-ruby.wasm',
  translate: (root) => ({ nodes: translate(root), package: null }),
  starts: (text) =>
    text.startsWith('#!') ||
    /^if (?:__FILE__ == \$0|\$PROGRAM_NAME == __FILE__|__FILE__ == \$PROGRAM_NAME)/m.test(text),
};
