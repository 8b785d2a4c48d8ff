import type { Entry, Node } from '../../code/syntax.ts';

/** How deep an object is read, and how many entries of it. */
const limits = { depth: 8, entries: 500 };

/** Stands for a part that is put in at run time. */
const hole = '\ufffc';

/**
 * The object that a text writes down as JSON, or nearly so: values may be put in at run time, keys may lack their quotes
 * and names stand for values, as in a filter of jq. What cannot be read ends it. Null where the text is no object.
 */
export function object(
  parts: readonly (string | Node)[],
  at: number,
  named: ReadonlyMap<string, Node> = new Map(),
): Node | null {
  const text = parts.map((part) => (typeof part === 'string' ? part.replaceAll(hole, ' ') : hole)).join('');
  if (!/^\s*\{/.test(text)) return null;
  const holes = parts.filter((part) => typeof part !== 'string');
  return new Text(text, holes, named, at).value(0);
}

class Text {
  readonly #text: string;
  readonly #holes: readonly Node[];
  readonly #named: ReadonlyMap<string, Node>;
  readonly #at: number;
  #i = 0;
  #passed = 0;
  #entries = 0;

  constructor(text: string, holes: readonly Node[], named: ReadonlyMap<string, Node>, at: number) {
    this.#text = text;
    this.#holes = holes;
    this.#named = named;
    this.#at = at;
  }

  value(depth: number): Node {
    this.#skip(/\s*/y);
    const letter = this.#text[this.#i];
    if (letter === '{' && depth < limits.depth) return this.#map(depth);
    if (letter === '[' && depth < limits.depth) return this.#list(depth);
    if (letter === '"') return this.#string();
    if (letter === hole) return this.#hole();
    const bare = this.#skip(/[^\s,:{}[\]"\ufffc]+/y);
    if (bare === 'true' || bare === 'false') return { k: 'boolean', boolean: bare === 'true' };
    if (/^-?\d/.test(bare)) return { k: 'number', number: Number(bare) };
    return this.#named.get(bare.replace(/^\$/, '')) ?? { k: 'other', parts: [] };
  }

  #map(depth: number): Node {
    const entries: Entry[] = [];
    this.#i++;
    while (this.#entries++ < limits.entries) {
      this.#skip(/[\s,]*/y);
      const quoted = this.#text[this.#i] === '"' ? this.#string() : null;
      const name = quoted?.k === 'text' ? quoted.text : this.#skip(/[\w$.-]+/y);
      this.#skip(/\s*/y);
      if (name === '' || this.#text[this.#i] !== ':') break;
      this.#i++;
      entries.push({ name, value: this.value(depth + 1), at: this.#at });
      this.#rest();
    }
    this.#skip(/\s*\}/y);
    return { k: 'map', entries };
  }

  #list(depth: number): Node {
    const items: Node[] = [];
    this.#i++;
    while (this.#entries++ < limits.entries) {
      this.#skip(/[\s,]*/y);
      const letter = this.#text[this.#i];
      if (letter === undefined || letter === ']' || letter === '}') break;
      const from = this.#i;
      items.push(this.value(depth + 1));
      this.#rest();
      if (this.#i === from) break;
    }
    this.#skip(/\s*\]/y);
    return { k: 'list', items };
  }

  /** What stands behind a value and belongs to it: the pipes and sums of a filter, what is too deep. */
  #rest(): void {
    let depth = 0;
    for (; this.#i < this.#text.length; this.#i++) {
      const letter = this.#text[this.#i] ?? '';
      if (letter === '"') {
        this.#string();
        this.#i--;
      } else if (letter === hole) this.#passed++;
      else if ('{[('.includes(letter)) depth++;
      else if ('}])'.includes(letter) && --depth < 0) return;
      else if (letter === ',' && depth === 0) return;
    }
  }

  #string(): Node {
    const parts: (string | Node)[] = [];
    let text = '';
    for (this.#i++; this.#i < this.#text.length && this.#text[this.#i] !== '"'; this.#i++) {
      const letter = this.#text[this.#i] ?? '';
      if (letter === '\\') text += this.#text[++this.#i] ?? '';
      else if (letter === hole) {
        parts.push(text, this.#holes[this.#passed++] ?? { k: 'other', parts: [] });
        text = '';
      } else text += letter;
    }
    this.#i++;
    // A variable that is put in by something else: by make, or by envsubst.
    if (parts.length === 0 && /^\$\{\w{1,100}\}$/.test(text)) return { k: 'other', parts: [] };
    if (parts.length === 0) return { k: 'text', text, at: this.#at };
    const all = [...parts, text].filter((part) => part !== '');
    const [only] = all;
    return all.length === 1 && only && typeof only !== 'string' ? only : { k: 'parts', parts: all, at: this.#at };
  }

  #hole(): Node {
    this.#i++;
    return this.#holes[this.#passed++] ?? { k: 'other', parts: [] };
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#i;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#i += found.length;
    return found;
  }
}
