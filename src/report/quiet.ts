/**
 * A value as JSON, indented by two spaces. JSON escapes C0 and lone surrogates only; what else a terminal or a CI runner
 * would act on is escaped here too. All of it stands in strings, so that a parser gives back the very same text.
 */
export function quietJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, escaped)
    .replace(/##(?=\[|vso\[)/gi, '#\\u0023');
}

function escaped(character: string): string {
  return character.split('').map(unit).join('');
}

function unit(half: string): string {
  return `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
