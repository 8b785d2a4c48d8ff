import type { Grammar } from '../../tree-sitter.ts';
import { shell } from './language.ts';
import { translate } from './translate.ts';

/** Shell scripts, as Microsoft's build of the tree-sitter grammar for bash reads them. */
export const grammar: Grammar = {
  language: shell,
  wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-bash.wasm',
  translate: (root) => ({ nodes: translate(root), package: null }),
  // What has no shebang is read into another shell, and starts nothing by itself.
  starts: (text) => text.startsWith('#!'),
};
