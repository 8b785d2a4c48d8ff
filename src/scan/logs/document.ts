/** Longest JSON document that is read as one, in bytes. */
export const longestDocument = 64 << 20;

/** Whether a file begins as a JSON document that goes on behind its first line. */
export function beginsDocument(head: string): boolean {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text.startsWith('[')) return true;
  if (!text.startsWith('{')) return false;
  const [first = ''] = text.split(/\r\n|\n|\r/, 1);
  return (
    first.length < text.length &&
    !isWhole(first) &&
    /^\{\s*(?:$|"[^"\n]{1,60}"\s*:\s*(?:$|[[{]\s*$|[^{[\n]{0,400},?\s*$))/.test(first)
  );
}

function isWhole(line: string): boolean {
  return line.trimEnd().endsWith('}');
}
