import type { Node as Syntax } from 'web-tree-sitter';
import type { Bind, Func, Node } from '../../code/syntax.ts';
import { call } from './commands.ts';
import { object } from './object.ts';
import { declaredIn, type Place } from './place.ts';
import { environment, input, output, word } from './words.ts';

/** A shell script in rollcall's own small syntax tree: each command is a call of its program, with its words. */
export function translate(root: Syntax): readonly Node[] {
  // The tree begins behind the blanks of the text: what stands at an offset has to stand there here, too.
  const source = ' '.repeat(root.startIndex) + root.text;
  const place: Place = { source, ...declaredIn(root), called: false, run };
  return root.namedChildren.map((one) => run(one, place, null));
}

function run(node: Syntax, place: Place, written: Node | null): Node {
  switch (node.type) {
    case 'command':
      return command(node, place, input(node, place) ?? written, []);
    case 'redirected_statement':
      return redirected(node, place, written);
    case 'pipeline':
      return pipeline(node.namedChildren, place, written);
    case 'variable_assignment':
      return assignment(node, place);
    case 'declaration_command':
      return declaration(node, place);
    case 'function_definition':
      return func(node, place);
    case 'for_statement':
      return loop(node, place);
    case 'comment':
    case 'word':
    case 'raw_string':
    case 'test_command':
      return { k: 'other', parts: [] };
    case 'string':
    case 'command_substitution':
      return word(node, place);
    default:
      return { k: 'other', parts: node.namedChildren.map((one) => run(one, place, written)) };
  }
}

function command(node: Syntax, place: Place, written: Node | null, more: readonly Syntax[]): Node {
  const at = node.startIndex;
  const name = node.childForFieldName('name');
  const prefix = node.namedChildren.filter(({ type }) => type === 'variable_assignment');
  const settings = prefix.flatMap((one) => [environment(one.childForFieldName('name')?.text ?? '', one.startIndex)]);
  const args = [...node.childrenForFieldName('argument'), ...more].filter((one) => one !== null);
  const words = [...(name?.namedChildren ?? []), ...args].flatMap((one) => spread(one, place));
  const [program] = words;
  if (!program) return { k: 'other', parts: prefix.map((one) => assignment(one, place)) };
  const called = call(program, words, place, written, at);
  return settings.length > 0 ? { k: 'other', parts: [...settings, called] } : called;
}

/** `"${ARGS[@]}"` stands for the items of the list. */
function spread(node: Syntax, place: Place): readonly Node[] {
  const one = word(node, place);
  return one.k === 'list' ? one.items : [one];
}

/** What stands behind the mark of a here-document on its line belongs to the command, or is the rest of its pipeline. */
function redirected(node: Syntax, place: Place, written: Node | null): Node {
  const body = node.childForFieldName('body');
  const given = input(node, place) ?? written;
  const behind = node.childrenForFieldName('redirect').flatMap((one) => one?.namedChildren ?? []);
  const more = behind.filter(({ type }) => /^(?:word|string|raw_string|concatenation)$/.test(type));
  const isHere = node.childrenForFieldName('redirect').some((one) => one?.type === 'heredoc_redirect');
  const first =
    body?.type === 'command' ? command(body, place, given, isHere ? more : []) : body ? run(body, place, given) : null;
  const next = behind.filter(({ type }) => /^(?:pipeline|command|list)$/.test(type));
  const printed = output(node, place);
  return {
    k: 'other',
    parts: [...(first ? [first] : []), ...next.map((one) => afterPipe(one, place, printed ?? null))],
  };
}

function afterPipe(node: Syntax, place: Place, written: Node | null): Node {
  return node.type === 'pipeline' ? pipeline(node.namedChildren, place, written) : run(node, place, written);
}

/** Each command reads what the one before it writes. */
function pipeline(commands: readonly Syntax[], place: Place, written: Node | null): Node {
  const parts: Node[] = [];
  let given = written;
  for (const one of commands) {
    parts.push(run(one, place, given));
    given = output(one, place) ?? (isPassing(one) ? given : null);
  }
  return { k: 'other', parts };
}

/** `cat` and `tee` hand on what they read. */
function isPassing(node: Syntax): boolean {
  return node.type === 'command' && /^(?:cat|tee|sponge)$/.test(node.childForFieldName('name')?.text ?? '');
}

/** `NAME=value`. A text that writes down an object is that object: it will be sent. */
function assignment(node: Syntax, place: Place): Bind {
  const at = node.startIndex;
  const name = node.childForFieldName('name')?.text ?? '';
  const given = node.childForFieldName('value');
  const value = given ? word(given, place) : null;
  const parts = value?.k === 'text' ? [value.text] : value?.k === 'parts' ? value.parts : [];
  const written = parts.length > 0 ? object(parts, at) : null;
  const isSent = written?.k === 'map' && written.entries.length > 0;
  return bind(name, isSent ? written : value, at);
}

function bind(name: string, value: Node | null, at: number): Bind {
  return { k: 'bind', target: { t: 'name', name }, value, type: null, declares: true, exported: false, at };
}

/** `export`, `local`, `declare`, `readonly`. What is exported is a variable of the environment, too. */
function declaration(node: Syntax, place: Place): Node {
  const isExport = /^(?:export|declare\s+-\w*x)/.test(node.text);
  const parts = node.namedChildren.flatMap((one): Node[] => {
    if (one.type !== 'variable_assignment') return [];
    const name = one.childForFieldName('name')?.text ?? '';
    return [...(isExport ? [environment(name, one.startIndex)] : []), assignment(one, place)];
  });
  return { k: 'other', parts };
}

const parameters = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((name) => ({
  name,
  members: [],
  type: null,
  fallback: null,
  field: false,
}));

function func(node: Syntax, place: Place): Func {
  const body = node.childForFieldName('body');
  const inside: Place = { ...place, called: true };
  return {
    k: 'function',
    name: node.childForFieldName('name')?.text ?? '',
    params: parameters,
    body: (body?.namedChildren ?? []).map((one) => run(one, inside, null)),
    decorators: [],
    exported: true,
    at: node.startIndex,
  };
}

/** `for x in a b`: the variable is any of them. */
function loop(node: Syntax, place: Place): Node {
  const options = node.childrenForFieldName('value').flatMap((one) => (one ? spread(one, place) : []));
  const body = node.childForFieldName('body');
  const name = node.childForFieldName('variable')?.text ?? '';
  return {
    k: 'other',
    parts: [
      bind(name, options.length > 0 ? { k: 'choice', options } : null, node.startIndex),
      ...(body?.namedChildren ?? []).map((one) => run(one, place, null)),
    ],
  };
}
