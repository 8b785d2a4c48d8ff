/** More than this is shown of no key, whatever of it is public: what looks for twenty characters of one finds none. */
const longest = 18;

/** What may be shown of a secret: the head that all keys of its kind have, and its last four characters where the rest has 24 or more. */
export function mask(secret: string, head: string): string {
  const shown = secret.startsWith(head) ? head : '';
  const body = secret.slice(shown.length);
  return `${shown.slice(0, longest)}…${body.length >= 24 ? body.slice(-4) : ''}`;
}
