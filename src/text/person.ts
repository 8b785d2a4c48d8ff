/** What two spellings of a person or team have in common: `@Alice` and `alice ` are one person, who approves once. */
export function personKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/^@/, '').toLowerCase();
}
