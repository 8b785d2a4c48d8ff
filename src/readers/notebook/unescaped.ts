const letters: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** What the text of a JSON string between `start` and `end` says, and for each character the offset where it is written. */
export function unescaped(text: string, start: number, end: number): { value: string; offsets: Uint32Array } {
  const offsets = new Uint32Array(end - start);
  const pieces: string[] = [];
  let length = 0;
  for (let i = start; i < end; ) {
    const written = text[i] === '\\' ? escapeAt(text, i) : null;
    offsets[length++] = i;
    pieces.push(written?.letter ?? text[i] ?? '');
    i += written?.length ?? 1;
  }
  return { value: pieces.join(''), offsets: offsets.subarray(0, length) };
}

function escapeAt(text: string, at: number): { letter: string; length: number } {
  const kind = text[at + 1] ?? '';
  const code = kind === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 2, at + 6))?.[0] : undefined;
  if (code !== undefined) return { letter: String.fromCharCode(Number.parseInt(code, 16)), length: 6 };
  return { letter: letters.get(kind) ?? (kind || '\\'), length: 2 };
}
