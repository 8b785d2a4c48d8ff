/** How far back is looked for what encloses a value. */
const reach = { characters: 2000, levels: 8, lines: 80 };

/** A function, a key or a section around a place. */
export interface Enclosing {
  readonly name: string;
  /** True for a function that is called. */
  readonly isCall: boolean;
}

/** What encloses a place of a text, the nearest first: functions that are called, keys of objects, sections and parents by indent. */
export function enclosing(text: string, start: number): readonly Enclosing[] {
  const from = Math.max(0, start - reach.characters);
  const before = text.slice(from, start);
  return [...brackets(before), ...[...indents(before)].map((name) => ({ name, isCall: false }))];
}

/** Names before the brackets that are open: `new Mistral(`, `"openai": {`, `cohere.Client(`. */
function* brackets(before: string): Iterable<Enclosing> {
  let depth = 0;
  let levels = 0;
  for (let at = before.length - 1; at >= 0 && levels < reach.levels; at--) {
    const character = before[at];
    if (character === ')' || character === ']' || character === '}') depth++;
    if (character !== '(' && character !== '[' && character !== '{') continue;
    if (depth > 0) {
      depth--;
      continue;
    }
    levels++;
    const head = before.slice(Math.max(0, at - 160), at).trimEnd();
    const name = /([A-Za-z_$][\w$.:>-]{0,100})(?:\\{0,8}["'`])?\s{0,4}(?::=|:|=>|=|\()?$/.exec(head)?.[1];
    if (name !== undefined) yield { name, isCall: character === '(' };
  }
}

/** Parents in a tree that is drawn by indents, and the section of an INI or TOML file. */
function* indents(before: string): Iterable<string> {
  const lines = before.split(/\r?\n/);
  const own = lines.pop() ?? '';
  let least = margin(own);
  for (let count = 0; count < reach.lines && lines.length > 0; count++) {
    const line = lines.pop() ?? '';
    const section = /^\s{0,40}\[{1,2}([^\]]{1,120})\]{1,2}\s{0,9}(?:[#;].{0,200})?$/.exec(line)?.[1];
    if (section !== undefined) {
      yield section;
      return;
    }
    if (line.trim() === '' || margin(line) >= least) continue;
    least = margin(line);
    const name =
      /^\s*(?:-\s{1,4})?["']?([\w./-]{1,100})["']?\s{0,4}:(?:\s|$)/.exec(line)?.[1] ??
      /^\s*<([\w:.-]{1,100})/.exec(line)?.[1] ??
      /^\s*(?:class|module|def|function|resource|provider|variable|block|\w{2,40})\s{1,4}["']?([\w./-]{2,100})/.exec(
        line,
      )?.[1];
    if (name !== undefined) yield name;
    if (least === 0) return;
  }
}

function margin(line: string): number {
  const width = /^[ \t]*(?:-[ \t]+)?/.exec(line)?.[0].length ?? 0;
  return width;
}
