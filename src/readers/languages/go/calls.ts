import { formatted, joined } from '../../code/pieces.ts';
import type { Entry, Node } from '../../code/syntax.ts';

/** Names that a file's imports and types have, as far as a call may be no more than a conversion. */
export interface Names {
  /** Local names of imported packages. */
  readonly packages: ReadonlySet<string>;
  /** Types of the file that are no structs: `Model("x")` is its operand. */
  readonly conversions: ReadonlySet<string>;
}

/** Functions of packages that hand back what they are given, but as a pointer, an option, bytes or a reader. */
const wrappers = /^(?:String|F|Opt|NewOpt|Ptr|Of|To|ToPtr|Pointer|Ref|Raw|Must)$/;
const same =
  /^(?:strings\.(?:Trim|TrimSuffix|TrimPrefix|TrimRight|TrimLeft|TrimSpace|ToLower|NewReader)|bytes\.(?:NewBuffer|NewBufferString|NewReader)|json\.(?:Marshal|MarshalIndent)|sonic\.Marshal|io\.NopCloser|url\.(?:Parse|ParseRequestURI))$/;

/** A call that only says a value in another way, as that value; null where it is a call. */
export function meaning(callee: Node, args: readonly Entry[], names: Names, at: number): Node | null {
  const [first, ...rest] = args.map(({ value }) => value);
  if (!first) return null;
  if (callee.k === 'name') return builtin(callee.name, first, rest, names, at);
  if (callee.k !== 'member' || callee.of.k !== 'name') return null;
  const { name, of } = callee;
  if (/^(?:String|Int|Bool|Duration)VarP?$/.test(name)) return flag(name, first, rest, at);
  if (!names.packages.has(of.name)) return null;
  const full = `${of.name}.${name}`;
  if (full === 'fmt.Sprintf') return sprintf(first, rest, at);
  if (/^(?:url\.JoinPath|path\.Join)$/.test(full)) return joined(paths([first, ...rest]), at);
  if (full === 'cmp.Or') return { k: 'choice', options: [first, ...rest] };
  if (/^p?flag\.String$/.test(full) && rest[0]) return { k: 'choice', options: [rest[0]] };
  if (same.test(full) || (rest.length === 0 && wrappers.test(name))) return first;
  return null;
}

function builtin(name: string, first: Node, rest: readonly Node[], names: Names, at: number): Node | null {
  if (names.conversions.has(name) && rest.length === 0) return first;
  if (name === 'append') return { k: 'choice', options: [first, ...(rest.length > 0 ? [listed(rest)] : [])] };
  if (name === 'new') return { k: 'call', callee: first, args: [], at };
  return name === 'string' ? first : null;
}

/** What is appended: items, or all of a list (`more...`). */
function listed(items: readonly Node[]): Node {
  const [only] = items;
  return items.length === 1 && only?.k === 'list' ? only : { k: 'list', items };
}

/** `flag.StringVar(&model, "model", "gpt-4o", "…")` binds the variable to its default. */
function flag(name: string, target: Node, rest: readonly Node[], at: number): Node | null {
  const position = name.endsWith('P') ? 2 : 1;
  const fallback = rest[position];
  if (!fallback || (target.k !== 'name' && target.k !== 'member')) return null;
  const others = rest.filter((_node, index) => index !== position);
  const to =
    target.k === 'name'
      ? ({ t: 'name', name: target.name } as const)
      : ({ t: 'member', node: target, adds: true } as const);
  const bind: Node = {
    k: 'bind',
    target: to,
    value: fallback,
    type: null,
    declares: false,
    exported: false,
    at,
  };
  return { k: 'other', parts: [bind, ...others] };
}

/** `fmt.Sprintf("%s/v1/%[1]d", x)`. */
function sprintf(format: Node, values: readonly Node[], at: number): Node {
  if (format.k !== 'text') return { k: 'parts', parts: [format], at };
  let next = 0;
  const filling = (gap: RegExpExecArray): Node | string => {
    if (gap[2] === '%') return '%';
    return values[gap[1] ? Number(gap[1]) - 1 : next++] ?? { k: 'other', parts: [] };
  };
  return formatted(format.text, /%[-+# 0-9.]{0,10}(?:\[(\d{1,2})\])?([a-zA-Z%])/g, filling, at);
}

function paths(parts: readonly Node[]): readonly (string | Node)[] {
  return parts.flatMap((part, index) => {
    const isLast = index === parts.length - 1;
    const text = part.k === 'text' ? trimmed(part.text, index === 0, isLast) : part;
    return index === 0 ? [text] : ['/', text];
  });
}

function trimmed(text: string, isFirst: boolean, isLast: boolean): string {
  const start = !isFirst && text.startsWith('/') ? 1 : 0;
  return text.slice(start, !isLast && text.endsWith('/') ? -1 : undefined);
}
