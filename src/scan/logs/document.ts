/** Longest JSON document that is read as one, in bytes. */
export const longestDocument = 64 << 20;

/**
 * Whether a file begins as a JSON document that goes on behind its first line, or as a list of records on a line that goes on
 * behind what is seen of it: what clouds put into their buckets is one line of many megabytes.
 */
export function beginsDocument(head: string): boolean {
  const text = head.replace(/^\uFEFF/, '').trimStart();
  if (text.startsWith('[')) return /^\[\s*(?:$|[{[])/.test(text);
  if (!text.startsWith('{')) return false;
  const [first = ''] = text.split(/\r\n|\n|\r/, 1);
  if (isWhole(first)) return false;
  if (first.length === text.length)
    return /^\{\s*"[^"\n]{1,60}"\s*:\s*(?:\[\s*\{|\{\s*"(?:version|creator)")/.test(text);
  return /^\{\s*(?:$|"[^"\n]{1,60}"\s*:\s*(?:$|[[{]\s*$|[^{[\n]{0,400},?\s*$))/.test(first);
}

function isWhole(line: string): boolean {
  return line.trimEnd().endsWith('}');
}
