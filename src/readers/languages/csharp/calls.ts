import type { Node as Syntax } from 'web-tree-sitter';
import { joined } from '../../code/pieces.ts';
import type { Entry, Node } from '../../code/syntax.ts';
import { codeIn, empty, field, type Read } from '../../nodes.ts';
import { argumentsOf } from './arguments.ts';
import { filledIn, lastName } from './strings.ts';
import { typeArguments } from './types.ts';

/** Methods that hand over the object of a type that is registered for it. */
const services = /^(?:Get(?:Required)?(?:Keyed)?Services?|CreateInstance|GetServiceOrCreateInstance)$/;

/** Methods that only wait for, or only spell otherwise, what they are called on. */
const silent = /^(?:ConfigureAwait|AsTask|GetAwaiter|GetResult|WithCancellation|ToString|Trim|TrimEnd|AsReadOnly)$/;

/** Functions that write down an object: what they are handed is what is sent. */
const writers =
  /^(?:JsonSerializer\.Serialize(?:ToUtf8Bytes|ToNode)?|JsonConvert\.SerializeObject|JsonContent\.Create|JObject\.FromObject|BinaryData\.From(?:Object\w*|String))$/;

/** A call; forms that mean something simpler are that. */
export function invocation(node: Syntax, read: Read): Node {
  const at = node.startIndex;
  const callee = field(node, 'function');
  const args = argumentsOf(field(node, 'arguments'), read);
  if (!callee) return { k: 'other', parts: args.map(({ value }) => value) };
  if (callee.type === 'identifier' && callee.text === 'nameof') return named(node, at);
  const name = field(callee, 'name') ?? (callee.type === 'generic_name' ? callee : null);
  return (
    shortened(callee, args, at) ??
    service(name, at) ??
    waited(callee, name, args, read) ?? {
      k: 'call',
      callee: read(callee),
      args: [...args, ...typed(name, at)],
      at,
    }
  );
}

function named(node: Syntax, at: number): Node {
  const first = codeIn(field(node, 'arguments') ?? node)[0];
  const inner = first && codeIn(first)[0];
  return inner ? { k: 'text', text: lastName(inner), at } : empty;
}

/** `string.Format`, `string.Concat`, `JsonSerializer.Serialize`: what they yield is known. */
function shortened(callee: Syntax, args: readonly Entry[], at: number): Node | null {
  if (callee.endIndex - callee.startIndex > 60) return null;
  const text = callee.text.replace(/^System\.(?:Text\.Json\.|Net\.Http\.Json\.)?/, '').replace(/<.*>$/s, '');
  const [first, ...rest] = args.map(({ value }) => value);
  if (!first) return null;
  if (/^[sS]tring\.Format$/.test(text)) return filledIn(first, rest, at);
  if (/^[sS]tring\.Concat$/.test(text)) return joined([first, ...rest], at);
  return writers.test(text) ? first : null;
}

/** `services.GetRequiredService<T>()` is an object of `T`, which is made elsewhere: what a function of that type is handed. */
function service(name: Syntax | null, at: number): Node | null {
  if (name?.type !== 'generic_name' || !services.test(name.namedChild(0)?.text ?? '')) return null;
  const [type] = typeArguments(name);
  if (!type) return null;
  const handed = { name: 'service', members: [], type, fallback: null, field: false };
  const body: readonly Node[] = [{ k: 'return', value: { k: 'name', name: 'service', at } }];
  const func: Node = { k: 'function', name: '', params: [handed], body, decorators: [], exported: false, at };
  return { k: 'call', callee: func, args: [], at };
}

function waited(callee: Syntax, name: Syntax | null, args: readonly Entry[], read: Read): Node | null {
  const of = field(callee, 'expression');
  if (!of || !name || args.length > 1 || !silent.test(name.text)) return null;
  return read(of);
}

/** `AddFromType<T>()`: the type is an argument too. */
function typed(name: Syntax | null, at: number): readonly Entry[] {
  if (name?.type !== 'generic_name') return [];
  return typeArguments(name).map((value) => ({ name: '<>', value, at }));
}
