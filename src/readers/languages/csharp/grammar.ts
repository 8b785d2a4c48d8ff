import type { Grammar } from '../../tree-sitter.ts';
import { ease } from './ease.ts';
import { csharp } from './language.ts';
import { translate } from './translate.ts';

/** A `Main`, a program in one file (`#:package …`), a builder of an application, or statements that stand outside of any class. */
const started =
  /\bstatic\s{1,8}(?:async\s{1,8})?(?:void|int|Task(?:<int>)?)\s{1,8}Main\s{0,8}\(|\b(?:WebApplication|WebAssemblyHostBuilder|Host|MauiApp|DistributedApplication|FunctionsApplication)\.Create\w{0,24}Builder\(|\bnew\s{1,8}HostBuilder\(|^#:(?:package|sdk|project|property)\b|^(?:await |var |Console\.|using var )/m;

/** C#, as Microsoft's build of the tree-sitter grammar reads it. */
export const grammar: Grammar = {
  language: csharp,
  wasm: '@vscode/tree-sitter-wasm/wasm/tree-sitter-c-sharp.wasm',
  translate,
  ease,
  starts: (text) => started.test(text),
};
