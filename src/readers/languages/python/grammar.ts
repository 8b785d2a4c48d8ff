import type { Grammar } from '../../tree-sitter.ts';
import { ease } from './ease.ts';
import { python } from './language.ts';
import { translate } from './translate.ts';

/** Python, as Microsoft's build of the tree-sitter grammar reads it. */
export const grammar: Grammar = {
  language: python,
  wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm',
  translate: (root) => ({ nodes: translate(root), package: null }),
  starts: (text) => /^if\s+__name__\s*==/m.test(text) || text.startsWith('#!'),
  ease,
};
