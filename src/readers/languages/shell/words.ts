import type { Node as Syntax } from 'web-tree-sitter';
import type { Node } from '../../code/syntax.ts';
import { filtered } from './filter.ts';
import type { Place } from './place.ts';

const nothing: Node = { k: 'other', parts: [] };

const expansions = /^(?:simple_expansion|expansion|command_substitution|process_substitution|arithmetic_expansion)$/;

/** A word of a command: what is quoted, expanded and joined in it. */
export function word(node: Syntax | null, place: Place): Node {
  if (!node) return nothing;
  const at = node.startIndex;
  switch (node.type) {
    case 'raw_string':
      return { k: 'text', text: node.text.slice(1, -1), at };
    case 'ansi_c_string':
      return { k: 'text', text: unescaped(node.text.slice(2, -1), /\\[\s\S]/g), at };
    case 'string':
    case 'translated_string': {
      const open = node.text.indexOf('"') + 1;
      return pieces(node, at + open, node.endIndex - 1, place, /\\[\\$"`\n]/g);
    }
    case 'concatenation':
      return joined(
        node.namedChildren.map((one) => word(one, place)),
        at,
      );
    case 'simple_expansion':
      return variable(node.namedChild(0)?.text ?? '', place, at);
    case 'expansion':
      return expansion(node, place);
    case 'command_substitution':
      return substitution(node, place);
    case 'process_substitution':
      return { k: 'other', parts: node.namedChildren.map((one) => place.run(one, place, null)) };
    case 'array':
      return { k: 'list', items: node.namedChildren.map((one) => word(one, place)) };
    case 'arithmetic_expansion':
      return nothing;
    default:
      return { k: 'text', text: unescaped(node.text, /\\[\s\S]/g), at };
  }
}

/** The text between two offsets, with what is expanded in it. */
export function pieces(node: Syntax, from: number, to: number, place: Place, escapes: RegExp): Node {
  const found: (string | Node)[] = [];
  let done = from;
  for (const child of node.namedChildren) {
    if (!expansions.test(child.type) || child.startIndex < done) continue;
    found.push(unescaped(place.source.slice(done, child.startIndex), escapes), word(child, place));
    done = child.endIndex;
  }
  found.push(unescaped(place.source.slice(done, Math.max(done, to)), escapes));
  return joined(found, from);
}

/** Pieces as one text, or as parts where some are decided at run time. */
export function joined(parts: readonly (string | Node)[], at: number): Node {
  const flat = parts.flatMap((part): readonly (string | Node)[] => {
    if (typeof part === 'string') return part === '' ? [] : [part];
    if (part.k === 'text') return [part.text];
    return part.k === 'parts' ? part.parts : [part];
  });
  const [only] = flat;
  if (flat.length === 1 && only !== undefined && typeof only !== 'string') return only;
  if (flat.every((part) => typeof part === 'string')) return { k: 'text', text: flat.join(''), at };
  return { k: 'parts', parts: flat, at };
}

function unescaped(text: string, escapes: RegExp): string {
  if (!text.includes('\\')) return text;
  return text.replace(escapes, (pair) => {
    if (pair === '\\\n') return '';
    return pair === '\\n' && escapes.source === '\\\\[\\s\\S]' ? '\n' : pair.slice(1);
  });
}

/** `$NAME`: set by the script, handed to the function, or of the environment. */
function variable(name: string, { variables, called }: Place, at: number): Node {
  if (/^\d$/.test(name)) return called ? { k: 'name', name, at } : nothing;
  if (!/^[A-Za-z_]\w*$/.test(name)) return nothing;
  return variables.has(name) ? { k: 'name', name, at } : environment(name, at);
}

/** A variable of the environment. */
export function environment(name: string, at: number): Node {
  return { k: 'member', of: { k: 'name', name: 'env', at }, name, at };
}

/** `${NAME}`, `${NAME:-default}`, `${NAMES[@]}`; of what is cut from it the whole is taken. */
function expansion(node: Syntax, place: Place): Node {
  const at = node.startIndex;
  const [first, ...rest] = node.namedChildren;
  const name = first?.type === 'subscript' ? (first.childForFieldName('name')?.text ?? '') : (first?.text ?? '');
  if (first?.type === 'subscript') {
    const items = place.arrays.get(name);
    return items ? { k: 'list', items: items.map((item) => word(item, place)) } : nothing;
  }
  const operator = /^:?([-=+?])/.exec(place.source.slice(first?.endIndex ?? at, (first?.endIndex ?? at) + 2))?.[1];
  const own = variable(name, place, at);
  const [given] = rest;
  if (!given || !operator || operator === '?') return own;
  // The grammar takes `gpt-4o` apart: what stands up to the brace is the default.
  const fallback =
    rest.length === 1 && given.type !== 'concatenation' ? word(given, place) : defaultText(given, node, place);
  if (operator === '+') return fallback;
  // What is known of itself alone (`MODEL=${MODEL:-x}`) is the environment's.
  return { k: 'choice', options: [environmentOf(own, name, node), fallback] };
}

function defaultText(first: Syntax, node: Syntax, place: Place): Node {
  const text = place.source.slice(first.startIndex, node.endIndex - 1);
  return /[$`"']/.test(text) ? word(first, place) : { k: 'text', text, at: first.startIndex };
}

function environmentOf(own: Node, name: string, node: Syntax): Node {
  for (let parent = node.parent; parent; parent = parent.parent)
    if (parent.type === 'variable_assignment')
      return parent.childForFieldName('name')?.text === name ? environment(name, node.startIndex) : own;
    else if (parent.type === 'command' && parent.text.startsWith(':')) return environment(name, node.startIndex);
  return own;
}

/** `$(…)`: what it prints where that is written out, else what it does. */
function substitution(node: Syntax, place: Place): Node {
  const [only] = node.namedChildren.filter(({ type }) => type !== 'comment');
  const printed = only && node.namedChildren.length === 1 ? output(only, place) : null;
  return printed ?? { k: 'other', parts: node.namedChildren.map((one) => place.run(one, place, null)) };
}

/** What a command writes: the text of `cat <<EOF`, `echo '…'` and `printf '…'`, and the object that `jq -n` makes. */
export function output(node: Syntax, place: Place): Node | null {
  if (node.type === 'redirected_statement') {
    const body = node.childForFieldName('body');
    const isCat = body?.type === 'command' && body.text.trim() === 'cat';
    return isCat ? input(node, place) : body && !isWritten(node) ? output(body, place) : null;
  }
  if (node.type !== 'command') return null;
  const name = node.childForFieldName('name')?.text ?? '';
  const args = node.childrenForFieldName('argument').filter((one) => one !== null);
  if (name === 'echo') {
    const texts = args.filter(({ text }) => !/^-[neE]{1,3}$/.test(text));
    return joined(
      texts.flatMap((one, index) => [...(index > 0 ? [' '] : []), word(one, place)]),
      node.startIndex,
    );
  }
  if (name === 'printf') return word(args.find(({ text }) => !/^['"]?%s/.test(text)) ?? null, place);
  return name === 'jq' ? filtered(args, (one) => word(one, place)) : null;
}

function isWritten(node: Syntax): boolean {
  return node.childrenForFieldName('redirect').some((one) => one?.type === 'file_redirect' && one.text.includes('>'));
}

/** What is written to a command by `<<EOF` or `<<<`; null where nothing is. */
export function input(node: Syntax, place: Place): Node | null {
  for (const redirect of node.childrenForFieldName('redirect')) {
    if (redirect?.type === 'herestring_redirect') return word(redirect.namedChild(0), place);
    if (redirect?.type !== 'heredoc_redirect') continue;
    const body = redirect.namedChildren.find(({ type }) => type === 'heredoc_body');
    const end = redirect.namedChildren.find(({ type }) => type === 'heredoc_end');
    if (!body) continue;
    const start = place.source.lastIndexOf('\n', Math.max(0, body.startIndex - 1)) + 1;
    const quoted = /^\\|['"]/.test(redirect.namedChild(0)?.text ?? '');
    const to = end?.startIndex ?? body.endIndex;
    return quoted ? { k: 'text', text: body.text, at: start } : pieces(body, start, to, place, /\\[\\$`\n]/g);
  }
  return null;
}
