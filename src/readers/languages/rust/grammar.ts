import type { Grammar } from '../../tree-sitter.ts';
import { rust } from './language.ts';
import { translate } from './translate.ts';

/** Rust, as Microsoft's build of the tree-sitter grammar reads it. */
export const grammar: Grammar = {
  language: rust,
  wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-rust.wasm',
  translate: (root) => ({ nodes: translate(root), package: null }),
  starts: (text) => /^[ \t]{0,8}(?:pub[ \t]{1,8})?(?:async[ \t]{1,8})?fn[ \t]{1,8}main[ \t]{0,8}\(/m.test(text),
  // Commands of a notebook stand at the start of a line, as nothing of Rust does: `:dep serde = "1"`.
  ease: (text) => text.replace(/^:[a-z][^\r\n]*/gm, (command) => ' '.repeat(command.length)),
};
