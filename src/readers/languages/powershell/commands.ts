import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry, Node } from '../../code/syntax.ts';
import { object } from '../shell/object.ts';

/** Commands that send a request. */
const request = /^(?:invoke-restmethod|invoke-webrequest|irm|iwr)$/;

/** A word of a command: an argument, or the name of a parameter such as `-Body`. */
interface Word {
  readonly value: Node;
  readonly parameter: string | null;
  /** True for `@options`, which stands for the parameters that it holds. */
  readonly spread: boolean;
}

/** A command with its words as a call: a request, a script of its own, a function, or a program. */
export function command(node: Syntax, functions: ReadonlySet<string>, read: (node: Syntax) => Node): Node {
  const at = node.startIndex;
  const named = node.childForFieldName('command_name');
  const elements = node.childForFieldName('command_elements')?.namedChildren ?? [];
  const words = elements.flatMap((one) => wordOf(one, read));
  const inner = named?.type === 'command_name_expr' ? named.namedChild(0) : null;
  const program: Node =
    inner && inner.type !== 'command_name' ? read(inner) : { k: 'text', text: inner?.text ?? named?.text ?? '', at };
  const name = program.k === 'text' ? program.text.toLowerCase() : '';
  if (request.test(name)) return sent(words, at);
  if (name === 'start-process') return line(started(words), at);
  if (name === 'invoke-expression' || name === 'iex')
    return {
      k: 'call',
      callee: { k: 'name', name: 'sh -c', at },
      args: positional(
        words.map(({ value }) => value),
        at,
      ),
      at,
    };
  const values = words.flatMap(({ value }) => (value.k === 'list' ? value.items : [value]));
  const called: Node = { k: 'call', callee: { k: 'name', name, at }, args: positional(values, at), at };
  if (functions.has(name)) return { k: 'call', callee: { k: 'name', name, at }, args: argumentsOf(words, at), at };
  // `Verb-Noun` is a function of PowerShell's; what it is asked is looked at, and starts no program.
  if (/^[a-z]+-\w+$/.test(name)) return called;
  const handed = words.find(({ spread }) => spread);
  if (!handed) return line([program, ...values], at);
  return {
    k: 'call',
    callee: { k: 'name', name: 'command list', at },
    args: positional([program, handed.value], at),
    at,
  };
}

function wordOf(node: Syntax, read: (node: Syntax) => Node): readonly Word[] {
  if (node.type === 'command_argument_sep') return [];
  const at = node.startIndex;
  if (node.type === 'command_parameter') {
    const name = node.text.replace(/:$/, '');
    return [{ value: { k: 'text', text: name, at }, parameter: name.replace(/^-/, '').toLowerCase(), spread: false }];
  }
  return [{ value: read(node), parameter: null, spread: /^@\w/.test(node.text) }];
}

/** `-Name value` is an argument by name, `-Switch` alone says no more. */
function argumentsOf(words: readonly Word[], at: number): readonly Entry[] {
  return words.flatMap(({ value, parameter }, index): readonly Entry[] => {
    const before = words[index - 1]?.parameter ?? null;
    return parameter === null ? [{ name: before, value, at }] : [];
  });
}

function positional(values: readonly Node[], at: number): readonly Entry[] {
  return values.map((value) => ({ name: null, value, at: 'at' in value ? value.at : at }));
}

function line(words: readonly Node[], at: number): Node {
  return { k: 'call', callee: { k: 'name', name: 'command line', at }, args: positional(words, at), at };
}

/** `Invoke-RestMethod -Uri … -Method Post -Body …`, or with all of that in one table. */
function sent(words: readonly Word[], at: number): Node {
  const args: Entry[] = [];
  let method = '';
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const value = word?.parameter === null ? word.value : words[i + 1]?.value;
    if (!word || !value) continue;
    const name = word.parameter ?? (word.spread ? '...' : 'uri');
    if (word.parameter !== null) i++;
    if (name === 'method' && value.k === 'text') method = value.text;
    args.push({ name, value: name === 'body' ? bodyOf(value, at) : value, at });
  }
  const sends = /^(?:post|put)$/i.test(method) || args.some(({ name }) => name === 'body' || name === '...');
  return { k: 'call', callee: { k: 'name', name: sends ? 'rest.post' : 'rest.get', at }, args, at };
}

function bodyOf(value: Node, at: number): Node {
  const parts = value.k === 'text' ? [value.text] : value.k === 'parts' ? value.parts : [];
  return (parts.length > 0 ? object(parts, at) : null) ?? value;
}

/** `Start-Process -FilePath program -ArgumentList a, b` */
function started(words: readonly Word[]): readonly Node[] {
  const after = (name: string): Node | undefined =>
    words[words.findIndex(({ parameter }) => parameter === name) + 1]?.value;
  const isNamed = words.some(({ parameter }) => parameter === 'filepath');
  const program = isNamed ? after('filepath') : words.find(({ parameter }) => parameter === null)?.value;
  const list = words.some(({ parameter }) => parameter === 'argumentlist') ? after('argumentlist') : undefined;
  return [...(program ? [program] : []), ...(list?.k === 'list' ? list.items : list ? [list] : [])];
}
