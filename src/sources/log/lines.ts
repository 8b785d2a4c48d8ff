const [lf, cr] = [0x0a, 0x0d];

/**
 * How many bytes at the start are whole lines. LF, CRLF and CR end one. A CR that is the last byte may be half of a
 * CRLF, unless nothing has come behind it for a while (`isSettled`).
 */
export function wholeLines(bytes: Buffer, isSettled: boolean): number {
  const end = bytes.lastIndexOf(lf);
  if (end >= 0) return end + 1;
  const last = bytes.length - 1;
  if (isSettled && bytes[last] === cr) return bytes.length;
  return last > 0 ? bytes.lastIndexOf(cr, last - 1) + 1 : 0;
}

/** How many lines end in these bytes, which do not begin between a CR and its LF. */
export function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(lf); at >= 0; at = bytes.indexOf(lf, at + 1)) count++;
  for (let at = bytes.indexOf(cr); at >= 0; at = bytes.indexOf(cr, at + 1)) if (bytes[at + 1] !== lf) count++;
  return count;
}
