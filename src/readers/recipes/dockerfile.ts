import { blank, type Line, linesOf, type Recipe, type Setting } from './recipe.ts';

const instruction = /^[ \t]*(?:ONBUILD[ \t]+)?([A-Za-z]{2,20})(?=[ \t]|$)[ \t]*/;

/** What a Dockerfile runs while it builds and when it is started, as one script, and the variables that it sets. */
export function dockerfile(text: string): Recipe {
  const pieces: string[] = [];
  const settings: Setting[] = [];
  const documents: { end: string; runs: boolean }[] = [];
  let current = '';
  for (const line of linesOf(text)) {
    const [document] = documents;
    if (document) {
      const isEnd = line.text.trim() === document.end;
      pieces.push(document.runs && !isEnd ? line.text : blank(line.text), line.end);
      if (isEnd) documents.shift();
      continue;
    }
    if (current === '' && line.text.trim() === '') {
      pieces.push(line.text, line.end);
      continue;
    }
    if (/^[ \t]*#/.test(line.text)) {
      // A remark between the lines of an instruction is not there: the line before it goes on behind it.
      pieces.push(current === '' ? blank(line.text) : `${blank(line.text.slice(1))}\\`, line.end);
      continue;
    }
    const head = current === '' ? (instruction.exec(line.text)?.[0] ?? '') : '';
    if (current === '') current = instruction.exec(line.text)?.[1]?.toUpperCase() ?? '?';
    const rest: Line = { text: line.text.slice(head.length), at: line.at + head.length };
    pieces.push(blank(head), shellOf(current, rest, settings), line.end);
    for (const [, end = ''] of rest.text.matchAll(/<<-?["']?([A-Za-z_]\w{0,100})["']?/g))
      if (/^(?:RUN|COPY|ADD)$/.test(current)) documents.push({ end, runs: current === 'RUN' && head !== '' });
    if (!/\\[ \t]*$/.test(line.text) && line.text.trim() !== '') current = '';
  }
  return { script: pieces.join(''), settings };
}

/** A line of an instruction, as a shell reads it. */
function shellOf(name: string, { text, at }: Line, settings: Setting[]): string {
  switch (name) {
    case 'RUN': {
      const flags = /^(?:--[a-z]+=\S+[ \t]+)*/.exec(text)?.[0] ?? '';
      const command = text.slice(flags.length);
      // A document that is the whole of the instruction is a script by itself.
      return blank(flags) + (/^<<-?["']?\w+["']?[ \t]*$/.test(command) ? blank(command) : words(command));
    }
    case 'CMD':
    case 'ENTRYPOINT':
      return words(text);
    case 'HEALTHCHECK': {
      const head = /^(?:--\S+[ \t]+)*(?:CMD[ \t]+)?(?:\\$)?/.exec(text)?.[0] ?? '';
      return blank(head) + words(text.slice(head.length));
    }
    case 'ENV':
    case 'ARG':
      return variables(text, at, settings);
    default:
      return blank(text);
  }
}

/** `["claude", "-p"]` is a command as well as `claude -p`. */
function words(text: string): string {
  if (!/^[ \t]*\[/.test(text)) return text;
  return text.replace(/"(?:[^"\\]|\\.){0,4000}"|[[\],]/g, (piece) => (piece.startsWith('"') ? piece : ' '));
}

/** `NAME=value …`, and the older `NAME value`. */
function variables(text: string, at: number, settings: Setting[]): string {
  const older = /^([A-Za-z_]\w{0,200})[ \t]+([^\s=]+)[ \t]*$/.exec(text);
  const line = older ? text.replace(/[ \t]+/, (gap) => '='.padEnd(gap.length)) : text;
  const pattern = /([A-Za-z_]\w{0,200})=("(?:[^"\\]|\\.){0,2000}"|'[^']{0,2000}'|(?:[^\s\\"']|\\.){0,2000})/g;
  let apart = line;
  for (const { 0: whole, 1: name = '', 2: value = '', index } of line.matchAll(pattern)) {
    const quoted = /^["']/.test(value);
    const start = at + index + name.length + 1 + (quoted ? 1 : 0);
    const end = index + whole.length;
    // Several in a row would be those of a command behind them.
    if (/[ \t]/.test(line[end] ?? '')) apart = `${apart.slice(0, end)};${apart.slice(end + 1)}`;
    settings.push({ name, value: quoted ? value.slice(1, -1) : value, at: at + index, start });
  }
  return /^[A-Za-z_]\w*[ \t]*\\?$/.test(line) ? blank(line) : apart;
}
