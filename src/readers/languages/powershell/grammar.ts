import type { Grammar } from '../../tree-sitter.ts';
import { shell } from '../shell/language.ts';
import { translate } from './translate.ts';

/** PowerShell, as Microsoft's build of the tree-sitter grammar reads it. Its commands mean what those of other shells do. */
export const grammar: Grammar = {
  language: shell,
  wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm',
  translate: (root) => ({ nodes: translate(root), package: null }),
  starts: (text) => text.startsWith('#!') || /^[ \t]*param[ \t]*\(/im.test(text),
};
