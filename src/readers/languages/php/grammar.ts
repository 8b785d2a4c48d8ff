import type { Grammar } from '../../tree-sitter.ts';
import { php } from './language.ts';
import { translate } from './translate.ts';

/** A command, the main file of a WordPress plugin or theme, or the front of an application. */
const started =
  /^#!.{0,80}\bphp|^[ \t*#/@]{0,12}(?:Plugin|Theme) Name:|->(?:handleRequest|handleCommand)\(|\$app(?:lication)?->run\(/m;

/** PHP, as Microsoft's build of the tree-sitter grammar reads it. */
export const grammar: Grammar = {
  language: php,
  wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-php.wasm',
  translate,
  starts: (text) => started.test(text),
};
