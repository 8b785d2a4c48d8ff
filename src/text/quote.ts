/**
 * A piece of a file as an error may show it: short, on one line, without characters that a terminal acts on, and without
 * what may be a key that somebody wrote into the wrong file.
 */
export function quote(text: string): string {
  const bare = text.replaceAll(/[\w+/=.-]{20,}/g, (run) => (isDrawn(run) ? '…' : run));
  const short = bare.length > 60 ? `${bare.slice(0, 60)}…` : bare;
  return `"${plain(short)}"`;
}

/** A text on one line, without characters that a terminal acts on. */
export function plain(text: string): string {
  const code = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, code);
}

/** Letters and digits mixed as only a generator mixes them. */
function isDrawn(run: string): boolean {
  return (run.match(/\d/g)?.length ?? 0) >= 3 || /[a-z][A-Z][a-z]?[A-Z]/.test(run);
}
