import type { KeyRule } from '../../model/key.ts';
import { parts } from '../../text/words.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * How clearly what stands around a value says whose it is. 3: what binds it names the vendor, or its own variable; 2: the vendor
 * is named close by; 1: the vendor is named somewhere in the file; 0: nothing.
 */
export type Grade = 0 | 1 | 2 | 3;

/** Words that say that a value is a credential. */
const credentials = new Set(
  'key keys apikey token tokens secret secrets api auth pat bearer login authorization credential credentials password passwd apitoken accesskey secretkey authtoken accesstoken xapikey u'.split(
    ' ',
  ),
);

/** Last words of names whose value is none. */
const others = new Set(
  'id ids index hash sha sha1 sha256 sha512 md5 commit digest version trace request etag checksum integrity rev revision ref uuid guid fingerprint url uri path file name model project workspace org organization account region endpoint host size count date nonce salt slug title label class tag branch color thread assistant run voice agent app cluster collection dataset namespace bucket table deployment image'.split(
    ' ',
  ),
);

/** What a name may carry behind the name of a variable: `OPENAI_API_KEY_2`, `openaiApiKeyProd`. */
const suffixes =
  /^(?:\d+|prod|production|dev|development|stg|staging|test|old|new|backup|primary|secondary|default|value|raw|str|string|env|eu|us|live|main)$/;

/** How a value of this kind stands in its surroundings. `whole` is the text of the file in lower case. */
export function grade(rule: KeyRule, around: Surroundings, whole: () => string): Grade {
  if (isNamed(rule, around)) return 3;
  const named = (text: string): boolean => rule.words.some((word) => says(text, word));
  if (isCredential(around)) {
    if (named(around.spacedName) || named(around.spacedAbove)) return 3;
    if (rule.hosts.some((host) => around.near.includes(host))) return 3;
  }
  if (around.name === null && named(around.callee)) return 3;
  if (rule.context === 'bound') return 0;
  if (named(around.spacedNear) || rule.hosts.some((host) => around.near.includes(host))) return 2;
  if (rule.context === 'near') return 0;
  const text = whole();
  return [...rule.hosts, ...rule.words].some((word) => text.includes(word)) ? 1 : 0;
}

/** Whether what binds the value is called as a credential is, and not as what only looks like one. */
function isCredential({ name }: Surroundings): boolean {
  if (name === null) return false;
  const words = nameParts(name);
  const last = words.at(-1);
  return last !== undefined && !others.has(last) && words.some((word) => credentials.has(word));
}

/** The words of a name, without what a copy of it carries at its end. */
export function nameParts(name: string): string[] {
  const words = parts(name);
  while (words.length > 1 && suffixes.test(words.at(-1) ?? '')) words.pop();
  const last = words.pop() ?? '';
  return [...words, last.replace(/^(key|token|secret|pat)\d{1,4}$/, '$1')];
}

/** Whether the value is bound to one of the names that hold keys of its kind, whatever stands before. */
function isNamed({ names }: KeyRule, { name }: Surroundings): boolean {
  return name !== null && names.some((known) => isCalled(name, known));
}

/** `NEXT_PUBLIC_OPENAI_API_KEY`, `openaiApiKey`, `OPENAI_API_KEY_2` for `OPENAI_API_KEY`. */
function isCalled(name: string, known: string): boolean {
  const words = nameParts(name);
  const wanted = parts(known);
  if (wanted.length > 1 && words.slice(-wanted.length).join(' ') === wanted.join(' ')) return true;
  const [flat, target] = [words.join(''), wanted.join('')];
  return flat === target || (target.length >= 9 && flat.endsWith(target));
}

/** `mistral` in ` mistral api key `, and in ` mistralai key `, not `cohere` in ` coherent `. */
function says(text: string, word: string): boolean {
  for (let at = text.indexOf(` ${word}`); at >= 0; at = text.indexOf(` ${word}`, at + 1)) {
    if (
      /^(?:ai|api|apikey|key|token|secret|client|llm|llms|cloud|com|auth|\d{1,2})?\s/.test(
        text.slice(at + 1 + word.length),
      )
    )
      return true;
  }
  return false;
}
