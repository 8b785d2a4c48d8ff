import type { Entry, Func, Node } from '../../code/syntax.ts';

/** Methods that hand back what they are called on, in another guise: owned, borrowed, unwrapped, locked. */
const same =
  /^(?:unwrap|expect|clone|cloned|copied|to_string|to_owned|to_vec|into|into_owned|try_into|as_str|as_ref|as_mut|as_deref|as_deref_mut|as_bytes|borrow|borrow_mut|ok|ok_or|ok_or_else|map_err|context|with_context|unwrap_or_default|lock|read|write|blocking_lock|trim|trim_end|trim_end_matches|trim_matches|into_boxed_str|boxed|deref|into_inner)$/;
/** Methods that hand back what they are called on, or what they are given. */
const either = /^(?:unwrap_or|or|unwrap_or_else|or_else|map_or|map_or_else)$/;
/** Functions that wrap one value. */
const wrappers =
  /^(?:(?:Arc|Rc|Box|Mutex|RwLock|RefCell|Cell|OnceCell|Data|Cow|Pin|Secret|SecretString)\.(?:new|from|pin|clone)|String\.from|Cow\.(?:Borrowed|Owned)|(?:From|Into|ToString|ToOwned)\.(?:from|into|to_string|to_owned)|SecretString\.from)$/;
/** Functions that run a closure once, and keep what it makes. */
const once = /^(?:Lazy|LazyLock|OnceLock|OnceCell|AsyncOnce|AsyncCell)\.(?:new|from)$/;

/** A call that only says a value in another way, as that value; null where it is a call. */
export function meaning(callee: Node, args: readonly Entry[], at: number, isMethod: boolean): Node | null {
  const [first] = args.map(({ value }) => value);
  if (callee.k === 'name') return /^(?:Some|Ok)$/.test(callee.name) && first ? first : null;
  if (callee.k !== 'member') return null;
  if (isMethod) return method(callee.name, callee.of, args, at);
  const { name, of } = callee;
  const full = `${of.k === 'name' || of.k === 'member' ? of.name : ''}.${name}`;
  if (wrappers.test(full) && first) return first;
  return once.test(full) && first ? given(first, at) : null;
}

function method(name: string, of: Node, args: readonly Entry[], at: number): Node | null {
  if (same.test(name)) return beside(of, args);
  const values = args.map(({ value }) => given(value, at));
  if (either.test(name) && values.length > 0) return { k: 'choice', options: [of, ...values] };
  return (/^get_or_(?:try_)?init$/.test(name) && values[0]) || null;
}

/** A value by itself, or what a closure makes of nothing. */
function given(node: Node, at: number): Node {
  return node.k === 'function' ? { k: 'call', callee: node, args: [], at } : node;
}

/** The value, and what stands beside it to be looked at: `x.context(format!("…", y.z()))`. */
function beside(value: Node, args: readonly Entry[]): Node {
  const others = args.flatMap(({ value: one }) => (one.k === 'text' || one.k === 'name' ? [] : [one]));
  return others.length === 0 ? value : run([{ k: 'other', parts: others }], value);
}

/** Statements and the value behind them, as one expression. */
export function run(statements: readonly Node[], value: Node): Node {
  const at = 'at' in value ? value.at : 0;
  const callee: Func = {
    k: 'function',
    name: '',
    params: [],
    body: [...statements, { k: 'return', value }],
    decorators: [],
    exported: false,
    at,
  };
  return { k: 'call', callee, args: [], at };
}
