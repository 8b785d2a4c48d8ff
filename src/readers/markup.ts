import type { Reader } from '../model/document.ts';
import { only, type Stretch, without } from './blank.ts';
import { plain } from './plain.ts';

/** A script of a page, and how it is written. */
interface Script extends Stretch {
  readonly language: string;
}

const opening = /<script\b((?:[^>"']|"[^"]{0,1000}"|'[^']{0,1000}'){0,1000})>/gi;
const frontMatter = /^\ufeff?\s{0,200}---[ \t]*\r?\n/;

const tags = /<(?:[!/]|(?:html|head|body|template|style|script|div|span|p|a|h[1-6])[\s>])/i;

/** Types of scripts that run. Data, templates and shaders have others. */
const runs = /^(?:|module|(?:text|application)\/(?:java|ecma|type)script|text\/(?:babel|jsx|tsx?))$/i;

/**
 * Pages and components: their scripts as one program in their place, by the reader of JavaScript, and the strings of the
 * markup around them. An Astro component's front matter is a script, too.
 */
export function markupReader(javascript: Reader): Reader {
  return {
    id: 'markup',
    read(text, path) {
      const scripts = scriptsOf(text, path);
      const around = plain.read(without(text, scripts), path);
      // A file without a tag is a script, whatever it is called.
      if (scripts.length === 0) return tags.test(text) ? around : javascript.read(text, `${path}.ts`);

      const kind = scripts.map(({ language }) => language).find((one) => one !== '') ?? 'js';
      const reading = javascript.read(separated(only(text, scripts), scripts), `${path}.${kind}`);
      const facts = [...reading.facts, ...around.facts];
      return { ...reading, facts, entry: reading.entry || /\.html?$/i.test(path) };
    },
  };
}

function scriptsOf(text: string, path: string): readonly Script[] {
  const found: Script[] = [];
  const head = /\.astro$/i.test(path) ? frontMatter.exec(text)?.[0] : undefined;
  let from = 0;
  if (head !== undefined) {
    const end = text.indexOf('\n---', head.length - 1);
    from = end < 0 ? text.length : end + 1;
    found.push({ start: head.length, end: from, language: 'ts' });
  }
  opening.lastIndex = from;
  for (let tag = opening.exec(text); tag; tag = opening.exec(text)) {
    const start = opening.lastIndex;
    const attributes = tag[1] ?? '';
    const end = closing(text, start);
    opening.lastIndex = end;
    if (attributes.endsWith('/') || !runs.test(attribute(attributes, 'type'))) continue;
    found.push({ start, end, language: languageOf(attributes) });
  }
  return found;
}

/** Where a script ends: a script that is never closed goes on to the end. */
function closing(text: string, start: number): number {
  const close = /<\/script/gi;
  close.lastIndex = start;
  return close.exec(text)?.index ?? text.length;
}

function attribute(attributes: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)${name}\\s{0,20}=\\s{0,20}["']?([^"'\\s>]{0,100})`, 'i').exec(attributes);
  return found?.[1] ?? '';
}

function languageOf(attributes: string): string {
  const said = `${attribute(attributes, 'lang')} ${attribute(attributes, 'type')}`;
  if (/\b(?:tsx|jsx|babel)\b/i.test(said)) return 'tsx';
  return /\b(?:ts|typescript)\b/i.test(said) ? 'ts' : '';
}

/** A mark in front of each script keeps its first statement apart from the last of the one before. */
function separated(text: string, scripts: readonly Script[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start } of scripts) {
    if (start === 0 || /[\r\n]/.test(text[start - 1] ?? '')) continue;
    pieces.push(text.slice(done, start - 1), ';');
    done = start;
  }
  pieces.push(text.slice(done));
  return pieces.join('');
}
