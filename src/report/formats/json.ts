import type { Format } from '../format.ts';
import { reportJson } from '../report-json.ts';

/** The report for programs. Its keys stand in a fixed order, so that the same report gives the same bytes. */
export const json: Format = {
  id: 'json',
  extension: 'json',
  render(report) {
    return `${quiet(JSON.stringify(reportJson(report), null, 2))}\n`;
  },
};

/**
 * JSON escapes C0 and lone surrogates only. What else a terminal or a CI runner would act on is escaped here too; all of
 * it stands in strings, so that a parser gives back the very same text.
 */
function quiet(text: string): string {
  return text
    .replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, escaped)
    .replace(/##(?=\[|vso\[)/gi, '#\\u0023');
}

function escaped(character: string): string {
  return character.split('').map(unit).join('');
}

function unit(half: string): string {
  return `\\u${half.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
