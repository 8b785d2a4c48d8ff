/**
 * What two spellings of a person or team have in common: `@Alice` and `alice ` are one person, who approves once, and so are
 * `Alice <alice@acme.com>`, as a manifest names its author, and `alice@acme.com`.
 */
export function personKey(name: string): string {
  const plain = name.normalize('NFKC').trim();
  const address = /<([^<>@\s]+@[^<>\s]+)>$/.exec(plain)?.[1];
  return (address ?? plain.replace(/^@/, '')).toLowerCase();
}
