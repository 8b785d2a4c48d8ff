import type { Reader } from '../model/document.ts';
import { entryReading, Leaves, maximumDepth } from './entries.ts';
import { Scan } from './hcl/scan.ts';

type Path = readonly (string | number)[];

/**
 * HCL, as Terraform is written in. The labels of a block are keys (`resource.aws_instance.web.ami`), blocks without a
 * label are numbered (`statement.0.actions.0`). An expression is kept as the template that means the same: `${var.name}`.
 */
export const hcl: Reader = {
  id: 'hcl',
  read: (text) => entryReading(text, hclLeaves(text)),
};

/** The leaves of a text of HCL: what of it can be read, where it is broken. */
export function hclLeaves(text: string): Leaves {
  const leaves = new Leaves();
  const scan = new Scan(text);
  new Walk(scan, leaves).body([], 0);
  return leaves;
}

class Walk {
  readonly #scan: Scan;
  readonly #leaves: Leaves;

  constructor(scan: Scan, leaves: Leaves) {
    this.#scan = scan;
    this.#leaves = leaves;
  }

  /** Attributes and blocks, up to the brace that closes them. */
  body(path: Path, depth: number): void {
    const scan = this.#scan;
    const counts = new Map<string, number>();
    for (;;) {
      scan.blank({ lines: true });
      if (scan.done || (scan.char === '}' && depth > 0)) break;
      const at = scan.at;
      const name = scan.word();
      scan.blank({ lines: false });
      if (name === '') this.#lost('The HCL holds a line that is neither an attribute nor a block.');
      else if (scan.char === '=') this.#attribute([...path, name], at, depth);
      else this.#block(path, name, counts, depth);
    }
    if (depth === 0) return;
    if (scan.done) this.#leaves.note('The HCL ends before its blocks are closed.');
    else scan.at += 1;
  }

  #attribute(path: Path, at: number, depth: number): void {
    this.#scan.at += 1;
    this.#scan.blank({ lines: false });
    this.#value(path, at, depth);
    this.#scan.expression();
  }

  #block(path: Path, name: string, counts: Map<string, number>, depth: number): void {
    const scan = this.#scan;
    const labels = this.#labels();
    if (scan.char !== '{' || depth >= maximumDepth) {
      this.#lost(scan.char === '{' ? 'The HCL is nested too deeply.' : 'The HCL holds a block without braces.');
      return;
    }
    scan.at += 1;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    this.body([...path, name, ...(labels.length > 0 ? labels : [count])], depth + 1);
  }

  #labels(): string[] {
    const scan = this.#scan;
    const labels: string[] = [];
    for (;;) {
      const from = scan.at;
      const word = scan.word();
      if (word !== '') labels.push(word);
      else if (scan.char === '"' && scan.string()) labels.push(unescaped(scan.text.slice(from + 1, scan.at - 1)));
      else return labels;
      scan.blank({ lines: false });
    }
  }

  /** What stands behind an equals sign, or as an item of a list. */
  #value(path: Path, at: number, depth: number): void {
    const scan = this.#scan;
    const from = scan.at;
    const call = /(?:jsonencode|yamlencode|tolist|toset|tomap)\(\s*(?=[[{])/y;
    call.lastIndex = from;
    if (call.test(scan.text)) scan.at = call.lastIndex;
    if (/^[[{]\s*for\b/.test(scan.text.slice(scan.at, scan.at + 200)) || depth >= maximumDepth)
      this.#raw(path, at, from);
    else if (scan.char === '{') this.#map(path, depth + 1);
    else if (scan.char === '[') this.#list(path, depth + 1);
    else if (scan.char === '"') this.#text(path, at, from);
    else if (scan.text.startsWith('<<', from)) this.#heredoc(path, at);
    else this.#raw(path, at, from);
    if (scan.at > from && call.lastIndex > from) this.#closing(')');
  }

  #map(path: Path, depth: number): void {
    const scan = this.#scan;
    for (scan.at += 1; !this.#ends('}'); ) {
      const at = scan.at;
      const key = this.#key();
      scan.blank({ lines: false });
      if (key === null || !/[=:]/.test(scan.char)) {
        this.#lost('The HCL holds an object without keys.');
        continue;
      }
      scan.at += 1;
      scan.blank({ lines: true });
      this.#value([...path, key], at, depth);
      scan.expression();
    }
    this.#closing('}');
  }

  #key(): string | null {
    const scan = this.#scan;
    const from = scan.at;
    const word = scan.word();
    if (word !== '') return word;
    if (scan.char === '"' && scan.string()) return unescaped(scan.text.slice(from + 1, scan.at - 1));
    if (scan.char !== '(') return null;
    scan.at += 1;
    scan.expression();
    this.#closing(')');
    return scan.text.slice(from, scan.at);
  }

  #list(path: Path, depth: number): void {
    const scan = this.#scan;
    scan.at += 1;
    for (let index = 0; !this.#ends(']'); index++) {
      this.#value([...path, index], scan.at, depth);
      scan.expression();
    }
    this.#closing(']');
  }

  /** Goes on to the next item; true where there is none. */
  #ends(bracket: string): boolean {
    const scan = this.#scan;
    for (scan.blank({ lines: true }); scan.char === ','; scan.blank({ lines: true })) scan.at += 1;
    // Another bracket than the one that is awaited: something is missing, and goes no further.
    return scan.done || scan.char === bracket || /[\])}]/.test(scan.char);
  }

  #closing(bracket: string): void {
    const scan = this.#scan;
    scan.blank({ lines: true });
    if (scan.char === bracket) scan.at += 1;
    else this.#leaves.note('The HCL holds a bracket that is not closed.');
  }

  #text(path: Path, at: number, from: number): void {
    const scan = this.#scan;
    const closed = scan.string();
    if (!closed) this.#leaves.note('The HCL holds a string that is not closed.');
    const end = scan.at - (closed ? 1 : 0);
    if (closed && this.#goesOn()) this.#raw(path, at, from);
    else this.#leaves.add({ path, value: unescaped(scan.text.slice(from + 1, end)), at, start: from + 1, end });
  }

  /** Whether an operator follows: the string was only the first part of an expression. */
  #goesOn(): boolean {
    this.#scan.blank({ lines: false });
    return !this.#scan.done && !/[\n,)\]}]/.test(this.#scan.char);
  }

  #heredoc(path: Path, at: number): void {
    const found = this.#scan.heredoc();
    if (found) this.#leaves.add({ path, value: this.#scan.text.slice(found.start, found.end), at, ...found });
    else this.#lost('The HCL holds a heredoc without a mark.');
  }

  /** Numbers and the words for truth are kept as they are, all else as a template. */
  #raw(path: Path, at: number, from: number): void {
    const scan = this.#scan;
    scan.at = from;
    scan.expression();
    const value = scan.text.slice(from, scan.at).trim();
    const plain = /^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(value);
    this.#leaves.add({
      path,
      value: plain || value === '' ? value.replace(/^null$/, '') : `\${${value}}`,
      at,
      start: from,
      end: scan.at,
    });
  }

  /** Gives the rest of the line up. */
  #lost(trouble: string): void {
    this.#leaves.note(trouble);
    this.#scan.at = Math.max(this.#scan.at + 1, this.#scan.lineEnd());
  }
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, char: string) => escapes.get(char) ?? char);
}
