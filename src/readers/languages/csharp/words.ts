import type { Node } from '../../code/syntax.ts';
import { is, type Token } from '../../code/tokens.ts';
import type { Window } from '../../code/window.ts';
import { star } from './usings.ts';

/** Words that stand before a name and are no type of it. */
const words =
  /^(?:return|await|new|throw|case|goto|in|is|as|out|ref|else|do|yield|using|namespace|class|struct|record|interface|enum|public|private|protected|internal|static|readonly|async|override|virtual|abstract|sealed|partial|const|event|var|delegate|params|where|select|from|orderby|let|join)$/;

/** `using A.B`, `@inject T name`, and a name with its type (`T name;`, `T name,`, `T name)`), read word by word. */
export function imports(list: Window, start: number): { node: Node; next: number } | null {
  const first = list.at(start);
  if (first?.value === 'using') return using(list, start);
  return typed(list, first?.value === 'inject' ? start + 1 : start);
}

function using(list: Window, start: number): { node: Node; next: number } | null {
  const path = dotted(list, list.at(start + 1)?.value === 'static' ? start + 2 : start + 1);
  // `using var x = …` and `using X = …` import nothing.
  const isPlain =
    path && !words.test(path.name) && !is(list.at(path.next), '=') && list.at(path.next)?.value !== path.name;
  return path && isPlain ? { node: star(path.name, list.at(start)?.at ?? 0), next: path.next } : null;
}

/** A parameter, field or injected service: a name that is known by its type. */
function typed(list: Window, start: number): { node: Node; next: number } | null {
  const type = list.at(start);
  if (type?.kind !== 'word' || !/^\p{Lu}/u.test(type.value)) return null;
  const path = dotted(list, start);
  const at = path ? behindTypeArguments(list, path.next) : start;
  const name = list.at(at);
  if (!path || name?.kind !== 'word' || words.test(name.value) || !endsName(list.at(at + 1), list.at(start - 1)))
    return null;
  const [head = '', ...rest] = path.name.split('.');
  const named = rest.reduce<Node>((of, member) => ({ k: 'member', of, name: member, at: type.at }), {
    k: 'name',
    name: head,
    at: type.at,
  });
  const node: Node = {
    k: 'bind',
    target: { t: 'name', name: name.value },
    value: null,
    type: named,
    declares: true,
    exported: false,
    at: type.at,
  };
  // The name is read once more: a value may follow it.
  return { node, next: at };
}

/** What follows a declared name. In markup a line may end behind it: `@inject T name`. */
function endsName(next: Token | undefined, before: Token | undefined): boolean {
  if (before?.value === 'inject') return true;
  return next?.kind === 'mark' && /^[;,)={]$/.test(next.value);
}

function behindTypeArguments(list: Window, start: number): number {
  let at = start;
  if (is(list.at(at), '<')) {
    for (let i = 0; i < 12 && !is(list.at(at), '>'); i++) at++;
    at++;
  }
  return is(list.at(at), '?') ? at + 1 : at;
}

function dotted(list: Window, start: number): { name: string; next: number } | null {
  const first = list.at(start);
  if (first?.kind !== 'word') return null;
  let name = first.value;
  let i = start + 1;
  for (; is(list.at(i), '.') && list.at(i + 1)?.kind === 'word'; i += 2) name += `.${list.at(i + 1)?.value ?? ''}`;
  return { name, next: i };
}
