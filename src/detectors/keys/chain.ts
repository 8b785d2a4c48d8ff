/** No chain of calls is longer. */
const longest = 400;

/** A chain of members and calls: `MistralAiChatModel.builder().modelName("x").apiKey`. */
export interface Chain {
  readonly start: number;
  /** Without what its calls were given, joined by dots: `MistralAiChatModel.builder.modelName.apiKey`. */
  readonly name: string;
  /** The name of a variable that one of its calls was given: of `env::var("GROQ_API_KEY").unwrap_or`. */
  readonly given: string | null;
}

/** The chain that ends before `end`; `null` where nothing does. */
export function chainBefore(text: string, end: number): Chain | null {
  const least = Math.max(0, end - longest);
  let at = end;
  const names: string[] = [];
  const lists: string[] = [];
  for (;;) {
    const name = /[A-Za-z_$@][\w$]{0,80}[?!]?$/.exec(text.slice(Math.max(least, at - 84), at))?.[0];
    if (name === undefined) break;
    at -= name.length;
    names.unshift(name.replace(/[?!]$/, ''));
    const joint = /(?:\?\.|!\.|::|->|\.|\\)\s{0,80}$/.exec(text.slice(Math.max(least, at - 84), at))?.[0];
    if (joint === undefined) break;
    let before = at - joint.length;
    before -= /\s{0,80}$/.exec(text.slice(Math.max(least, before - 80), before))?.[0].length ?? 0;
    for (let open = opening(text, before, least); open >= 0; open = opening(text, before, least)) {
      lists.unshift(text.slice(open + 1, before - 1));
      before = open;
    }
    if (!/[\w$?!]/.test(text[before - 1] ?? '')) break;
    at = before;
  }
  if (names.length === 0) return null;
  const given = lists.map((list) => /^\s{0,40}["'`]([A-Za-z][\w.-]{3,80})["'`]/.exec(list)?.[1]);
  return { start: at, name: names.join('.'), given: given.findLast((one) => one !== undefined) ?? null };
}

const closing = { ')': '(', ']': '[', '>': '<' } as const;

/** Where the brackets open that are closed right before `end`; -1 where none are. */
function opening(text: string, end: number, least: number): number {
  const close = text[end - 1] ?? '';
  const open = close === ')' || close === ']' || close === '>' ? closing[close] : null;
  if (open === null) return -1;
  let depth = 0;
  for (let at = end - 1; at >= least; at--) {
    if (text[at] === close && text[at - 1] !== '-' && text[at - 1] !== '=') depth++;
    else if (text[at] === open && --depth === 0) return at;
    else if (close === '>' && text[at] === ';') return -1;
  }
  return -1;
}
