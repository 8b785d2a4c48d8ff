/** Shorter words stand in any text by chance. */
const shortest = 5;

/**
 * What a text that holds `prefix` has in its base64 form, whatever stands before and behind the prefix: for each of the
 * three places in a group of bytes the characters that follow from the prefix alone, in both alphabets.
 */
export function base64Words(prefix: string): string[] {
  const words = [0, 1, 2].map((shift) => shifted(prefix, shift)).filter((word) => word.length >= shortest);
  return [...new Set(words.flatMap((word) => [word, word.replaceAll('+', '-').replaceAll('/', '_')]))];
}

/** The characters of which all six bits belong to the prefix, where `shift` bytes of a group stand before it. */
function shifted(prefix: string, shift: number): string {
  const bytes = Buffer.from(prefix);
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}
