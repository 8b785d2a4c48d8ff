import type { Grammar } from '../../tree-sitter.ts';
import { kotlin } from './language.ts';
import { translate } from './translate.ts';

/** Kotlin, as the tree-sitter-grammars project's grammar reads it. */
export const grammar: Grammar = {
  language: kotlin,
  wasm: './tree-sitter-kotlin.wasm',
  translate,
  starts: (text) => /\bfun\s{1,9}main\s{0,9}\(|@(?:SpringBootApplication|QuarkusMain)\b|^#!/m.test(text),
};
