/** A word of a command, without its quotes. */
export interface Word {
  readonly text: string;
  readonly offset: number;
}

/** A command on the way: of the script itself, or of a substitution inside another word. */
interface Frame {
  words: Word[];
  /** The word being read, `null` between words. */
  word: string | null;
  start: number;
  /** True inside double quotes. */
  quoted: boolean;
  /** What ends it: the whole text where it is ''. */
  readonly close: '' | ')' | '`';
  /** Subshells open within. */
  subshells: number;
}

/** How deep command substitutions are followed. */
const maximumDepth = 100;

/**
 * The simple commands of a shell text, each as its words, in the order of the text: what stands between `;`, `|`, `&&`,
 * newlines and brackets, and inside `$(…)`. Comments, quotes and here-documents are told apart from commands; nothing is
 * expanded, and `${{ … }}` of a workflow is part of a word.
 */
export function simpleCommands(text: string): Word[][] {
  return new Shell(text).commands().sort((a, b) => (a[0]?.offset ?? 0) - (b[0]?.offset ?? 0));
}

class Shell {
  readonly #text: string;
  readonly #found: Word[][] = [];
  readonly #frames: Frame[] = [];
  /** Delimiters of here-documents whose text begins on the next line. */
  #documents: string[] = [];
  /** Ends of expansions that were searched for in vain: no later search can succeed. */
  readonly #missing = new Set<string>();
  #i = 0;

  constructor(text: string) {
    this.#text = text;
  }

  commands(): Word[][] {
    let frame = this.#open('');
    while (this.#i < this.#text.length) {
      const letter = this.#text[this.#i] ?? '';
      if (!this.#shared(frame, letter)) {
        if (frame.quoted) this.#append(frame, letter);
        else this.#bare(frame, letter);
      }
      frame = this.#frames.at(-1) ?? frame;
    }
    for (const open of this.#frames) this.#endCommand(open);
    return this.#found;
  }

  /** What means the same inside double quotes and outside. */
  #shared(frame: Frame, letter: string): boolean {
    const next = this.#text[this.#i + 1] ?? '';
    if (letter === '\\') {
      if (next === '\n' || next === '\r') this.#i += this.#text.startsWith('\r\n', this.#i + 1) ? 3 : 2;
      else this.#append(frame, next, 2);
    } else if (letter === '"') {
      frame.quoted = !frame.quoted;
      this.#append(frame, '', 1);
    } else if (letter === '$' && next === '(' && this.#frames.length < maximumDepth) {
      this.#append(frame, '', 2);
      this.#open(')');
    } else if (letter === '$' && next === '{') this.#expansion(frame);
    else if (letter === '`') this.#backtick(frame);
    else return false;
    return true;
  }

  #bare(frame: Frame, letter: string): void {
    if (letter === "'") this.#single(frame);
    else if (letter === '#' && frame.word === null) this.#i = this.#lineEnd();
    else if (letter === '\n' || letter === '\r') this.#newLine(frame);
    else if (letter === ' ' || letter === '\t') this.#endWord(frame);
    else if (letter === '<' || letter === '>') this.#redirection(frame, letter);
    else if (letter === '(') {
      this.#endCommand(frame);
      frame.subshells += 1;
    } else if (letter === ')') this.#closing(frame);
    else if (letter === ';' || letter === '|' || letter === '&') this.#endCommand(frame);
    else {
      this.#append(frame, letter);
      return;
    }
    if (/[ \t();|&]/.test(letter)) this.#i += 1;
  }

  #append(frame: Frame, piece: string, length = 1): void {
    if (frame.word === null) frame.start = this.#i;
    frame.word = (frame.word ?? '') + piece;
    this.#i += length;
  }

  #open(close: Frame['close']): Frame {
    const frame: Frame = { words: [], word: null, start: this.#i, quoted: false, close, subshells: 0 };
    this.#frames.push(frame);
    return frame;
  }

  #endWord(frame: Frame): void {
    if (frame.word !== null) frame.words.push({ text: frame.word, offset: frame.start });
    frame.word = null;
  }

  #endCommand(frame: Frame): void {
    this.#endWord(frame);
    if (frame.words.length > 0) this.#found.push(frame.words);
    frame.words = [];
  }

  #closing(frame: Frame): void {
    this.#endCommand(frame);
    if (frame.subshells > 0) frame.subshells -= 1;
    else if (frame.close === ')') this.#frames.pop();
  }

  #backtick(frame: Frame): void {
    if (frame.close === '`') {
      this.#endCommand(frame);
      this.#frames.pop();
      this.#i += 1;
      return;
    }
    this.#append(frame, '', 1);
    if (this.#frames.length < maximumDepth) this.#open('`');
  }

  /** `${NAME}` and `${{ expression }}`, kept as they are written. */
  #expansion(frame: Frame): void {
    const end = this.#text.startsWith('${{', this.#i) ? '}}' : '}';
    const close = this.#missing.has(end) ? -1 : this.#text.indexOf(end, this.#i);
    if (close < 0) this.#missing.add(end);
    const length = close < 0 ? 1 : close + end.length - this.#i;
    this.#append(frame, this.#text.slice(this.#i, this.#i + length), length);
  }

  #single(frame: Frame): void {
    const close = this.#text.indexOf("'", this.#i + 1);
    const end = close < 0 ? this.#text.length : close;
    this.#append(frame, this.#text.slice(this.#i + 1, end), end + 1 - this.#i);
  }

  #redirection(frame: Frame, letter: string): void {
    this.#endWord(frame);
    const operator = /<<<|<<-?|[<>]\(|>>|[<>]&|[<>]/y;
    operator.lastIndex = this.#i;
    const sign = operator.exec(this.#text)?.[0] ?? letter;
    this.#i += sign.length;
    if (sign.endsWith('(')) this.#open(')');
    else if (sign === '<<' || sign === '<<-') this.#hereDocument();
  }

  #hereDocument(): void {
    const delimiter = /[ \t]*(?:'([^'\r\n]{1,200})'|"([^"\r\n]{1,200})"|\\?([\w.-]{1,200}))/y;
    delimiter.lastIndex = this.#i;
    const match = delimiter.exec(this.#text);
    if (!match) return;

    this.#documents.push(match[1] ?? match[2] ?? match[3] ?? '');
    this.#i = delimiter.lastIndex;
  }

  #newLine(frame: Frame): void {
    this.#endCommand(frame);
    this.#i += this.#text.startsWith('\r\n', this.#i) ? 2 : 1;
    for (const delimiter of this.#documents) this.#skipDocument(delimiter);
    this.#documents = [];
  }

  #skipDocument(delimiter: string): void {
    while (this.#i < this.#text.length) {
      const end = this.#lineEnd();
      const line = this.#text.slice(this.#i, end).trim();
      this.#i = end + (this.#text.startsWith('\r\n', end) ? 2 : 1);
      if (line === delimiter) return;
    }
  }

  #lineEnd(): number {
    const end = /[\r\n]/g;
    end.lastIndex = this.#i;
    return end.exec(this.#text)?.index ?? this.#text.length;
  }
}
