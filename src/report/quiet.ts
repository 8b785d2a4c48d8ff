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

/**
 * An object as {@link quietJson} writes it, part by part. A list may be anything that yields: each of its items is asked
 * for when it is written, so that neither the list nor its text is ever there as a whole.
 */
export function* quietParts(fields: Readonly<Record<string, unknown>>): Iterable<string> {
  let opening = '{';
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;

    yield `${opening}\n  ${quietJson(key)}: `;
    if (isList(value)) yield* list(value);
    else yield indented(value, '  ');
    opening = ',';
  }
  yield opening === '{' ? '{}' : '\n}';
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function* list(items: Iterable<unknown>): Iterable<string> {
  let opening = '[';
  for (const item of items) {
    yield `${opening}\n    ${indented(item, '    ')}`;
    opening = ',';
  }
  yield opening === '[' ? '[]' : '\n  ]';
}

// A line end in a string is escaped: those that are left are the layout's.
function indented(value: unknown, indent: string): string {
  return quietJson(value).replaceAll('\n', `\n${indent}`);
}
