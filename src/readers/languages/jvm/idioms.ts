import type { Entry, Node } from '../../code/syntax.ts';
import { format } from './text.ts';

/** A call as it is written: `List.of(…)` has the receiver `List`. */
export interface Written {
  readonly receiver: Node | null;
  readonly method: string;
  readonly args: readonly Entry[];
  readonly at: number;
}

/** Calls of the standard library that only spell something else: a list, a map, a text, or one of their arguments. Null for any other. */
export function idiom({ receiver, method, args, at }: Written): Node | null {
  const values = args.map(({ value }) => value);
  const [first] = values;
  const type = typeOf(receiver);
  const name = receiver ? `${type}.${method}` : method;
  if (lists.test(name)) return { k: 'list', items: values };
  if (/^Map\.of$/.test(name)) return { k: 'map', entries: paired(values, at) };
  if (/^(?:Map\.ofEntries|(?:mutable|linked|hash)?[mM]apOf)$/.test(name))
    return { k: 'map', entries: values.flatMap(entriesOf) };
  if (first && texts.test(name)) return format(first, values.slice(1), at);
  if (first && wrappers.test(name)) return first;
  if (first && beans.test(method) && first.k !== 'text' && receiver) return { k: 'call', callee: first, args: [], at };
  if (!receiver) return null;
  if (values.length === 0 && /^(?:openConnection|openStream)$/.test(method)) return opened(receiver, at);
  if (first && /^(?:orElse|getOrElse|ifBlank|ifEmpty)$/.test(method))
    return { k: 'choice', options: [receiver, first] };
  if (/^(?:formatted|format)$/.test(method) && receiver.k === 'text') return format(receiver, values, at);
  return values.length === 0 && same.test(method) ? receiver : null;
}

/** The type that a static method is called on, written out with its package or not. */
function typeOf(receiver: Node | null): string {
  if (receiver?.k === 'name') return receiver.name;
  return receiver?.k === 'member' && receiver.of.k === 'module' ? receiver.name : '';
}

const lists =
  /^(?:List\.of|Set\.of|Arrays\.asList|Stream\.of|Collections\.singletonList|ImmutableList\.of|listOf|setOf|mutableListOf|arrayOf|listOfNotNull)$/;
const texts = /^(?:String\.format|MessageFormat\.format)$/;
const wrappers =
  /^(?:URI\.create|HttpUrl\.(?:get|parse)|Optional\.(?:of|ofNullable)|Objects\.requireNonNull|requireNotNull|checkNotNull|String\.valueOf|Uni\.createFrom|Mono\.just|Map\.copyOf|List\.copyOf|\w{0,40}Model(?:Id|Name)?\.(?:of|from|fromValue|fromString))$/;
/** A container is asked for something by its type. */
const beans = /^(?:getBean|getBeanProvider|getIfAvailable|getInstance)$/;
const same = /^(?:toString|trim|strip|toUri|toURI|toURL|toHttpUrl|orElseThrow|orEmpty|intern)$/;

/** Types whose objects only hold the argument that they are made of. */
export function isWrapper(type: string): boolean {
  return /^(?:URI|URL|Url|String|ModelId)$/.test(type);
}

/** A URL is the text that it is made of; to open it is to ask for it. */
function opened(url: Node, at: number): Node {
  const callee: Node = { k: 'member', of: { k: 'module', module: 'java.net.URL', at }, name: 'openConnection', at };
  return { k: 'call', callee, args: [{ name: null, value: url, at }], at };
}

function paired(values: readonly Node[], at: number): readonly Entry[] {
  const entries: Entry[] = [];
  for (let i = 0; i + 1 < values.length; i += 2) {
    const [key, value] = [values[i], values[i + 1]];
    if (key && value) entries.push({ name: key.k === 'text' ? key.text : '', value, at });
  }
  return entries;
}

/** `Map.entry("a", b)` and `"a" to b`. */
export function entriesOf(node: Node): readonly Entry[] {
  if (node.k === 'map') return node.entries;
  if (node.k !== 'call' || node.callee.k !== 'member' || node.callee.name !== 'entry') return [];
  return paired(
    node.args.map(({ value }) => value),
    node.at,
  );
}
