import type { Language } from '../../code/language.ts';
import { readsSetting } from '../jvm/injected.ts';
import { isForeignType } from '../jvm/names.ts';
import { imports } from '../jvm/words.ts';

/** Functions that Kotlin gives to every file; they belong to no package that is imported. */
const platform =
  /^(?:null|it|this|super|field|value|print|println|error|check|require|checkNotNull|requireNotNull|run|let|also|apply|with|lazy|repeat|TODO|use|to|listOf|setOf|mapOf|arrayOf|emptyList|emptyMap|emptySet|mutableListOf|mutableMapOf|mutableSetOf|buildString|buildList|buildMap|sequence|runBlocking|launch|async|delay|flow|withContext|coroutineScope|readln|readLine|lazyOf|arrayOfNulls|intArrayOf|byteArrayOf|maxOf|minOf|javaClass)$/;

/** Kotlin. */
export const kotlin: Language = {
  id: 'kotlin',
  blocks: true,
  self: new Set(['this']),
  members: true,
  importedExtensions: true,
  containers: /^(?:java|javax|jakarta|kotlin|kotlinx)\./,
  constructors: new Set(['constructor']),
  offersAll: false,
  // Functions are declared outside of classes too, and need no import within their package.
  wildcard: (name) => (/^\p{Lu}/u.test(name) ? isForeignType(name) : !platform.test(name)),
  environment({ module, path }) {
    return (module === '' && /^System\.getenv\(\)\.([A-Z]\w{0,100})$/.exec(path)?.[1]) || null;
  },
  environmentCall({ module, path }) {
    return readsSetting(module, path);
  },
  declares: () => false,
  commandLine: () => false,
  lexis: {
    comment: /\/\/[^\r\n]*|\/\*/y,
    close: { '/*': '*/' },
    quotes: `"'`,
    long: ['"""'],
    prefix: null,
    imports,
    links: ['?.', '!!.', '::'],
    lines: true,
    declaring: /^(?:val|var)$/,
  },
};
