import type { Asked, Parsed } from './parsed.ts';
import { asking, scopeOf } from './requirements.ts';

/** How far a list of requirements is followed in a `setup.py`. */
const maximumList = 20_000;

/** `setup.cfg`: its sections of `key = value`, where an indented line goes on with the value above it. */
export function setupCfg(text: string): Parsed {
  const asked: Asked[] = [];
  const values = new Map<string, string>();
  let section = '';
  let key = '';
  for (const { 0: line, index } of text.matchAll(/[^\r\n]+/g)) {
    const opened = /^\[([^\]\r\n]{1,200})\]/.exec(line)?.[1];
    const pair = /^([\w.-]{1,200})[ \t]*[=:][ \t]*/.exec(line);
    if (opened !== undefined) [section, key] = [opened.trim(), ''];
    if (pair) key = pair[1] ?? '';
    if (opened !== undefined || /^[ \t]*[#;]/.test(line)) continue;

    const from = pair?.[0].length ?? line.length - line.trimStart().length;
    values.set(`${section}/${key}`, `${values.get(`${section}/${key}`) ?? ''}${line.slice(from)}`);
    const scope = cfgScope(section, key);
    const found = scope && asking(line.slice(from), index + from, scope);
    if (found) asked.push(found);
  }
  const entry = ['console_scripts', 'gui_scripts'].some((kind) => values.has(`options.entry_points/${kind}`));
  return {
    manifest:
      values.has('metadata/name') || asked.length > 0
        ? head(values.get('metadata/name'), values.get('metadata/author'), entry)
        : null,
    asked,
    leaves: null,
  };
}

/** `setup.py`, by its looks: nothing of it is run. Names that are made at run time stay unknown. */
export function setupPy(text: string): Parsed {
  const asked: Asked[] = [];
  const lists =
    /\b(install_requires|requirements|required|requires|dependencies|extras_require|tests_require)["']?\s{0,20}[=:]\s{0,20}([[({])/gi;
  for (const match of text.matchAll(lists)) {
    const scope = match[1]?.toLowerCase() === 'tests_require' ? 'development' : 'runtime';
    asked.push(...listed(text, match.index + match[0].length, match[2] ?? '[', scope));
  }
  const word = (name: string) =>
    new RegExp(`\\b${name}\\s{0,20}=\\s{0,20}(["'])([^"'\\r\\n]{1,200})\\1`).exec(text)?.[2];
  return {
    manifest: head(word('name'), word('author'), /\b(?:console_scripts|gui_scripts)\b/.test(text)),
    asked,
    leaves: null,
  };
}

function head(name: string | undefined, author: string | undefined, entry: boolean): Parsed['manifest'] {
  return { name: name || null, workspace: false, entry, author: author || null, claim: null };
}

function cfgScope(section: string, key: string): Asked['scope'] | null {
  if (section === 'options')
    return key === 'install_requires' ? 'runtime' : key === 'tests_require' ? 'development' : null;
  return section === 'options.extras_require' ? scopeOf(key) : null;
}

/** Strings up to the bracket that closes the list; those before a colon are names of extras. */
function listed(text: string, from: number, open: string, scope: Asked['scope']): Asked[] {
  const close = { '[': ']', '(': ')', '{': '}' }[open] ?? ']';
  const asked: Asked[] = [];
  const token = /#[^\r\n]*|(["'])([^"'\r\n]{0,300})\1(\s{0,20}:)?|[[\](){}]/g;
  token.lastIndex = from;
  let depth = 1;
  let within = scope;
  for (let match = token.exec(text); match && match.index < from + maximumList; match = token.exec(text)) {
    const [whole, , value = '', colon] = match;
    if (whole === open) depth += 1;
    if (whole === close) depth -= 1;
    if (depth === 0) break;
    if (colon !== undefined) within = scopeOf(value);
    const found = colon === undefined && value !== '' ? asking(value, match.index + 1, within) : null;
    if (found) asked.push(found);
  }
  return asked;
}
