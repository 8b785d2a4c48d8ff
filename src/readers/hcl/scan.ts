/** Where a text of HCL goes on, token by token. Offsets only; no value is built but those of strings. */
export class Scan {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  get char(): string {
    return this.text[this.at] ?? '';
  }

  /** Skips blanks and comments, and line ends too where they mean nothing. */
  blank({ lines }: { lines: boolean }): void {
    const { text } = this;
    for (;;) {
      const char = text[this.at];
      if (char === ' ' || char === '\t' || char === '\r' || (lines && char === '\n')) this.at += 1;
      else if (char === '#' || text.startsWith('//', this.at)) this.at = this.lineEnd();
      else if (text.startsWith('/*', this.at)) this.at = this.#behind('*/', this.at + 2);
      else return;
    }
  }

  /** The end of the line, its line feed not included. */
  lineEnd(from = this.at): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }

  /** A name, '' where none stands here. */
  word(): string {
    const pattern = /[\p{L}_][\p{L}\p{N}_-]*/uy;
    pattern.lastIndex = this.at;
    const word = pattern.exec(this.text)?.[0] ?? '';
    this.at += word.length;
    return word;
  }

  /** Goes behind a string; false where it is not closed. Templates inside it may hold strings of their own. */
  string(): boolean {
    const open: ('"' | '{')[] = [];
    for (; !this.done; this.at++) {
      const { char } = this;
      const inString = open.at(-1) === '"';
      if (inString && char === '\\') this.at += 1;
      else if (char === '"' && inString) open.pop();
      else if (char === '"') open.push('"');
      else if (inString && (char === '$' || char === '%') && this.text[this.at + 1] === '{') {
        // A doubled sign stands for itself.
        if (this.text[this.at - 1] !== char) open.push('{');
        this.at += 1;
      } else if (!inString && char === '{') open.push('{');
      else if (!inString && char === '}') open.pop();
      else if (char === '\n' && open.length === 1) return false;
      if (open.length === 0) {
        this.at += 1;
        return true;
      }
    }
    return false;
  }

  /** The text of a heredoc that begins here, and where it stands; `null` where none does. */
  heredoc(): { start: number; end: number } | null {
    const pattern = /<<(-?)([A-Za-z_][\w-]{0,100})[ \t\r]*\n/y;
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return null;

    const start = pattern.lastIndex;
    const [, , mark = ''] = found;
    for (let line = start; line < this.text.length; line = this.lineEnd(line) + 1) {
      if (this.text.slice(line, this.lineEnd(line)).trim() !== mark) continue;
      this.at = this.lineEnd(line);
      return { start, end: Math.max(start, line - 1) };
    }
    this.at = this.text.length;
    return { start, end: this.text.length };
  }

  /** Goes to the end of an expression: to a line end, a comma or a closing bracket that is not inside it. */
  expression(): void {
    let depth = 0;
    while (!this.done) {
      const { char } = this;
      if (depth === 0 && /[\n,)\]}]/.test(char)) return;
      if (char === '#' || this.text.startsWith('//', this.at)) this.at = this.lineEnd();
      else if (this.text.startsWith('/*', this.at)) this.at = this.#behind('*/', this.at + 2);
      else if (char === '"') this.string();
      else if (!(char === '<' && this.heredoc())) {
        if (/[([{]/.test(char)) depth += 1;
        else if (/[)\]}]/.test(char)) depth -= 1;
        this.at += 1;
      }
    }
  }

  #behind(mark: string, from: number): number {
    const found = this.text.indexOf(mark, from);
    return found < 0 ? this.text.length : found + mark.length;
  }
}
