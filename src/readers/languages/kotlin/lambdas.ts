import type { Node as Syntax } from 'web-tree-sitter';
import type { Entry, Func, Node, Param } from '../../code/syntax.ts';
import { statements } from './statements.ts';
import { typeIn, typeName } from './types.ts';

/** Translates what stands inside: a statement or an expression. */
type Inner = (node: Syntax) => Node;

/** Functions whose lambda is code that runs as it stands: what it assigns is a variable, not an option. */
const running =
  /^(?:run|let|also|use|with|launch|async|withContext|runBlocking|coroutineScope|supervisorScope|thread|synchronized|repeat|lazy|map\w*|flatMap\w*|filter\w*|forEach\w*|on[A-Z]\w*|collect\w*|try\w*|runCatching|remember\w*|LaunchedEffect|then\w*|fold\w*|transaction|test|runTest|withTimeout\w*|measure\w*|invokeOnCompletion|get|post|put|delete|route|routing)$/;

/** A lambda as a function. What stands last is its result; where it names no parameter, it has `it`. */
export function lambda(node: Syntax, inner: Inner): Func {
  const named = node.namedChildren.find(({ type }) => type === 'lambda_parameters');
  const body = statements(
    node.namedChildren.filter(({ type }) => type !== 'lambda_parameters'),
    inner,
  );
  const last = body.at(-1);
  const result = last && isValue(last) ? [...body.slice(0, -1), { k: 'return', value: last } as const] : body;
  const params = named ? named.namedChildren.flatMap(parameter) : [param('it', null)];
  return { k: 'function', name: '', params, body: result, decorators: [], exported: false, at: node.startIndex };
}

function parameter(node: Syntax): readonly Param[] {
  if (node.type !== 'variable_declaration') return [];
  return [param(node.namedChild(0)?.text ?? '', typeName(typeIn(node)))];
}

function param(name: string, type: Node | null): Param {
  return { name, members: [], type, fallback: null, field: false };
}

function isValue({ k }: Node): boolean {
  return k !== 'bind' && k !== 'return' && k !== 'other' && k !== 'block' && k !== 'class';
}

/**
 * What a lambda hands to the call it belongs to. `chatCompletionRequest { model = m }` says the same as an argument by
 * name; all else in it is code, and stands in a function of its own.
 */
export function trailing(node: Syntax, callee: string, inner: Inner): readonly Entry[] {
  const func = lambda(node, inner);
  const hasParameters = node.namedChildren.some(({ type }) => type === 'lambda_parameters');
  const options = hasParameters || running.test(callee) ? [] : func.body.flatMap(option);
  if (options.length === 0) return [{ name: null, value: func, at: func.at }];
  const rest = func.body.filter((part) => option(part).length === 0);
  const code: readonly Entry[] = rest.length > 0 ? [{ name: null, value: { ...func, body: rest }, at: func.at }] : [];
  return [...options, ...code];
}

function option(node: Node): readonly Entry[] {
  if (node.k === 'call') return entered(node);
  if (node.k !== 'bind' || node.declares || !node.value) return [];
  const { target, value, at } = node;
  return target.t === 'name' || target.t === 'field' ? [{ name: target.name, value, at }] : [];
}

/** `put("model", m)` in `buildJsonObject { … }` is an entry of the object. */
function entered({ callee, args, at }: Node & { k: 'call' }): readonly Entry[] {
  const [key, value] = args;
  if (callee.k !== 'name' || callee.name !== 'put' || key?.value.k !== 'text' || !value) return [];
  return [{ name: key.value.text, value: value.value, at }];
}

/** `x.apply { a = b }` is `x` with what is set on it, `x.let { f(it) }` what the function makes of `x`. Null for any other function. */
export function scoped(receiver: Node, name: string, node: Syntax, inner: Inner): Node | null {
  if (name === 'apply') {
    const entries = trailing(node, name, inner);
    if (receiver.k === 'call') return { ...receiver, args: [...receiver.args, ...entries] };
    return { k: 'choice', options: [receiver, { k: 'other', parts: entries.map(({ value }) => value) }] };
  }
  if (!/^(?:also|let|use|run)$/.test(name)) return null;
  const known = given(lambda(node, inner), receiver);
  return { k: 'call', callee: name === 'also' ? returningParameter(known) : known, args: [], at: known.at };
}

function returningParameter(func: Func): Func {
  const value: Node = { k: 'name', name: func.params[0]?.name ?? '', at: func.at };
  return { ...func, body: [...func.body, { k: 'return', value }] };
}

/** A function whose first parameter is known. */
function given(func: Func, value: Node): Func {
  const [first, ...rest] = func.params;
  return first ? { ...func, params: [{ ...first, fallback: value }, ...rest] } : func;
}
