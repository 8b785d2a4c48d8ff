/** Longest run of letters, digits and separators that is a published type prefix (`sk-ant-api03-`, `gsk_`), not secret. */
const prefix = /^(?:[A-Za-z]{2,6}[-_](?:[a-z]{2,8}\d{0,2}[-_]){0,3}|AIza|AKIA)/;

/** What may be shown of a secret: its type prefix, and its last four characters where the rest has 24 or more. */
export function mask(secret: string): string {
  const head = prefix.exec(secret)?.[0] ?? '';
  const body = secret.slice(head.length);
  return `${head}…${body.length >= 24 ? body.slice(-4) : ''}`;
}
