import type { Reader } from '../model/document.ts';
import type { Language } from './code/language.ts';
import { javascript } from './languages/javascript/language.ts';
import { lexical } from './lexical.ts';

/** Source read word by word, where a parse would cost more than it tells. */
export function skim(language: Language): Reader {
  return { id: 'skim', read: (text) => lexical(text, language, '') };
}

/** JavaScript read word by word, in place: of pages and components whose scripts stand among markup. */
export const skimJavascript: Reader = skim(javascript);
