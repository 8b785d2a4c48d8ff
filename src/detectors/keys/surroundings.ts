import { spaced } from '../../text/words.ts';
import { binding } from './binding.ts';
import { piped, program } from './command.ts';
import { type Bracket, brackets, type Enclosing, enclosing } from './enclosing.ts';
import { siblings } from './siblings.ts';
import { uses } from './uses.ts';

/** What stands around a value in its text. */
export class Surroundings {
  /** What binds the value: a variable, key, field, header, parameter, flag or command; `null` where nothing does. */
  readonly name: string | null;
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;
  readonly #outer: Surroundings | null;
  readonly #open: readonly Bracket[];
  readonly #variables: readonly string[];
  #near: string | null = null;
  #above: readonly Enclosing[] | null = null;
  #beside: readonly string[] | null = null;
  #uses: readonly Surroundings[] | null = null;
  #words: string | null = null;

  /**
   * Looks around a value that stands at `start` to `end`; where that text stands in another, encoded, `outer` is what is around it
   * there. Where `use` is given, it is a constant that stands there, which is called so where nothing else names it.
   */
  constructor(text: string, start: number, end: number, outer: Surroundings | null = null, use: string | null = null) {
    this.#open = brackets(text, start);
    const bound = use !== null && isPositional(text, start) ? null : binding(text, start, this.#open);
    const name = piped(text, start, end) ?? bound?.name ?? outer?.name ?? use;
    const isHalf = name !== null && /^(?:.*[._-])?(?:value|parametervalue|defaultvalue|default)$/i.test(name);
    // `variable "x" { default = … }`: the block's label is the name.
    this.name = isHalf ? (paired(text, start, end) ?? enclosing(text, start, this.#open)[0]?.name ?? name) : name;
    this.#variables = use === null ? [bound?.variable, objectOf(text, this.#open)].filter((one) => one != null) : [];
    this.#text = text;
    this.#start = start;
    this.#end = end;
    this.#outer = outer;
  }

  /** The lines around it, in lower case. */
  get near(): string {
    this.#near ??= `${near(this.#text, this.#start, this.#end).toLowerCase()}\n${this.#outer?.near ?? ''}`;
    return this.#near;
  }

  /** What encloses it, the nearest first: the function it is handed to, keys of a tree, a section; the program it is an argument of. */
  get above(): readonly Enclosing[] {
    this.#above ??= [
      ...enclosing(this.#text, this.#start, this.#open),
      ...(this.name?.startsWith('-') ? [{ name: program(this.#text, this.#start), isCall: false }] : []),
      ...(this.#outer?.above ?? []),
    ];
    return this.#above;
  }

  /** What fields beside it say whose it is: `mistral` of `{ provider: 'mistral', apiKey: … }`. */
  get beside(): readonly string[] {
    this.#beside ??= [
      ...siblings(this.#text, this.#start, this.#end, this.name ?? '', this.#open),
      ...(this.#outer?.beside ?? []),
    ];
    return this.#beside;
  }

  /** What stands around the places where the constant that holds it is used. */
  get uses(): readonly Surroundings[] {
    this.#uses ??= this.#variables.flatMap((variable) =>
      [...uses(this.#text, variable, this.#start, this.#end)].map(
        ({ start, end }) => new Surroundings(this.#text, start, end, null, this.name ?? variable),
      ),
    );
    return this.#uses;
  }

  /** Whether it stands in quotes. */
  get isQuoted(): boolean {
    return /["'`]/.test(this.#text[this.#start - 1] ?? '');
  }

  /** The function that it is handed to by itself, as a literal. */
  get callee(): string | null {
    const [nearest] = this.above;
    return this.isQuoted && nearest?.isCall ? nearest.name : null;
  }

  /** Words of the lines around, each between blanks. */
  get spacedNear(): string {
    this.#words ??= spaced(this.near);
    return this.#words;
  }
}

/** Whether something is handed to a function by its place, not behind the name of what it is for. */
function isPositional(text: string, start: number): boolean {
  return /(?:\(|[^"'`\s]\s{0,8},)\s{0,80}$/.test(text.slice(Math.max(0, start - 100), start));
}

/** The variable of the object that a value is an entry of: `params` of `params = { api_key: … }`. */
function objectOf(text: string, [open]: readonly Bracket[]): string | null {
  if (open?.sign !== '{') return null;
  return (
    /(?:^|[\s;])([A-Za-z_$][\w$]{2,80})\s{0,4}=\s{0,4}$/.exec(text.slice(Math.max(0, open.at - 100), open.at))?.[1] ??
    null
  );
}

/** Lines, and characters, to either side that count as near. */
const reach = { lines: 5, characters: 900 };

function near(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - reach.characters), start).split('\n');
  const after = text.slice(end, end + reach.characters).split('\n');
  const lines = [before.slice(-reach.lines - 1).join('\n'), after.slice(0, reach.lines + 1).join('\n')];
  return lines.join(' ');
}

/** `{"name": "X", "value": "…"}`, `- name: X` over `value: …`, `key="X" value="…"`: the pair's other half names the value. */
function paired(text: string, start: number, end: number): string | null {
  const half =
    /(?:^|[^\w-])["']?(?:name|key|parameterkey|variable|id)["']?\s{0,8}[:=]\s{0,8}\\?["']?([\w.\-/]{2,100})/gi;
  const before = [...text.slice(Math.max(0, start - 240), start).matchAll(half)].at(-1)?.[1];
  return before ?? half.exec(text.slice(end, end + 160))?.[1] ?? null;
}
