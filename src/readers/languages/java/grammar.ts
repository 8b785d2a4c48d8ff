import type { Grammar } from '../../tree-sitter.ts';
import { java } from './language.ts';
import { translate } from './translate.ts';

/** Java, as Microsoft's build of the tree-sitter grammar reads it. */
export const grammar: Grammar = {
  language: java,
  wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm',
  translate,
  starts: (text) =>
    /\bvoid\s{1,9}main\s{0,9}\(|@(?:SpringBootApplication|QuarkusMain|MicronautApplication)\b|^\/\/\/usr\/bin\/env jbang/m.test(
      text,
    ),
};
