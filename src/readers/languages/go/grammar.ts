import type { Grammar } from '../../tree-sitter.ts';
import { go } from './language.ts';
import { translate } from './translate.ts';

/** Go, as Microsoft's build of the tree-sitter grammar reads it. */
export const grammar: Grammar = {
  language: go,
  wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-go.wasm',
  translate,
  starts: (text) => /^package[ \t]{1,8}main\b/m.test(text) && /^func[ \t]{1,8}main\(/m.test(text),
};
