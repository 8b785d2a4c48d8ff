import type { Reader } from '../model/document.ts';
import { javascript as language } from './code/language.ts';
import { lexical } from './lexical.ts';

/** Pages and components whose scripts stand among markup: their JavaScript is read word by word, in place. */
export const markup: Reader = {
  id: 'markup',
  read: (text) => lexical(text, language, ''),
};
