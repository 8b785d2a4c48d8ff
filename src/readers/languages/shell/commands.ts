import type { Entry, Node } from '../../code/syntax.ts';
import type { Place } from './place.ts';
import { requested } from './requests.ts';

/** Programs that run the one behind them, with options that take no value, or a number. */
const wrapper =
  /^(?:sudo|doas|env|time|timeout|nice|nohup|exec|command|xargs|stdbuf|retry|then|do|!|-\S*|\d+[smh]?|[A-Za-z_]\w*=.*)$/s;

/** A command with its words as a call: a request, a function of the script, a script of its own, or a program. */
export function call(program: Node, words: readonly Node[], place: Place, written: Node | null, at: number): Node {
  const texts = words.map((one) => (one.k === 'text' ? one.text : ''));
  const name = baseName(texts[0] ?? '');
  if (runs(name, place)) return handedOn(words, place, written, at);
  if (place.functions.has(texts[0] ?? ''))
    return { k: 'call', callee: { k: 'name', name: texts[0] ?? '', at }, args: positional(words.slice(1), at), at };
  const start = texts.findIndex((text) => !wrapper.test(text));
  const file = startedFile(words.slice(Math.max(0, start)).map(fileText));
  if (file !== null) return { k: 'other', parts: [leading(file, at), started(program, words, written, at)] };
  const request = start < 0 ? null : requested(baseName(texts[start] ?? ''), words.slice(start + 1), written, at);
  if (request) return { k: 'call', callee: { k: 'name', name: request.name, at }, args: request.args, at };
  const text = shellText(name, words);
  if (text) return { k: 'call', callee: { k: 'name', name: 'sh -c', at }, args: positional([text], at), at };
  return started(program, words, written, at);
}

/** What a function runs begins at the first word that is no option or number, or at a variable before it. */
function handedOn(words: readonly Node[], place: Place, written: Node | null, at: number): Node {
  const [first, ...rest] = words;
  const name = first?.k === 'text' ? first.text : '';
  const own: Node = { k: 'call', callee: { k: 'name', name, at }, args: positional(rest, at), at };
  const parts: Node[] = place.functions.has(name) ? [own] : [];
  for (const [index, word] of rest.entries()) {
    if (word.k === 'text' && !wrapper.test(word.text)) {
      parts.push(call(word, rest.slice(index), place, written, at));
      break;
    }
    if (word.k !== 'text' && word.k !== 'parts') parts.push(started(word, rest.slice(index), written, at));
  }
  return { k: 'other', parts };
}

/** A function that runs what it is handed, by what it does or, where another script has it, by its name. */
function runs(name: string, { runners, functions }: Place): boolean {
  return (
    runners.has(name) || (!functions.has(name) && /^(?:\w+[_-])?(?:timeout|retry|retries)(?:[_-]\w+)?$/.test(name))
  );
}

function started(program: Node, words: readonly Node[], written: Node | null, at: number): Node {
  const callee: Node = { k: 'name', name: 'command line', at };
  const piped = written ? [{ name: 'input', value: written, at }] : [];
  return { k: 'call', callee, args: [...positional([program, ...words.slice(1)], at), ...piped], at };
}

/** The file of the tree that a command starts: `python app.py`, `node dist/main.js`, `./run.sh`, `source lib.sh`. */
function startedFile(texts: readonly string[]): string | null {
  const [program = '', ...rest] = texts;
  const name = baseName(program);
  if (/^\.{1,2}\/[\w./-]+$/.test(program)) return program;
  if (
    !/^(?:python[\d.]*|node|deno|bun|tsx|ts-node|ruby|bash|sh|zsh|source|\.|uv|poetry|pipenv|uvx|npx|bunx|pnpm)$/.test(
      name,
    )
  )
    return null;
  const found = rest
    .slice(0, 6)
    .find((text) => /^[\w./-]+\.(?:py|[cm]?[jt]sx?|rb|sh|bash|zsh)$/.test(text) && !text.startsWith('/'));
  return found === undefined ? null : `./${found.replace(/^(?:\.\/)+/, '')}`;
}

/** A word as the name of a file: `"$DIR/lib.sh"` lies in the folder of the script, or in one that is not known. */
function fileText(node: Node): string {
  if (node.k === 'text') return node.text;
  const [first, rest, more] = node.k === 'parts' ? node.parts : [];
  return typeof first !== 'string' && typeof rest === 'string' && rest.startsWith('/') && more === undefined
    ? `.${rest}`
    : '';
}

function leading(module: string, at: number): Node {
  return { k: 'import', module, names: [], typeOnly: false, at };
}

function positional(words: readonly Node[], at: number): readonly Entry[] {
  return words.map((one) => ({ name: null, value: one, at: 'at' in one ? one.at : at }));
}

/** The script that `bash -c '…'` and `eval "…"` run. */
function shellText(name: string, words: readonly Node[]): Node | null {
  if (name === 'eval') return words[1] ?? null;
  if (!/^(?:bash|sh|zsh|dash|ksh)$/.test(name)) return null;
  const flag = words.findIndex((one) => one.k === 'text' && /^-[a-z]*c$/.test(one.text));
  return flag > 0 ? (words[flag + 1] ?? null) : null;
}

function baseName(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
}
