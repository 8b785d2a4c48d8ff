import type { Reader } from '../model/document.ts';
import { javascript, python } from './code/language.ts';
import { lexical } from './lexical.ts';

/**
 * JavaScript read word by word, in place: of pages and components whose scripts stand among markup, and where a parse
 * would cost more than it tells.
 */
export const skimJavascript: Reader = { id: 'skim', read: (text) => lexical(text, javascript, '') };

/** Python read word by word. */
export const skimPython: Reader = { id: 'skim', read: (text) => lexical(text, python, '') };
