import { readYaml } from './yaml.ts';

/** Where a text stands and how deep each level below it is set. */
export interface Layout {
  /** Spaces before it. */
  readonly column: number;
  /** Spaces that each level adds. */
  readonly step: number;
}

/** How far a line may reach before a list is written one item a line. */
const widest = 120;

/** A value on one line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isMapping(value)) return scalar(value, 'flow');

  const fields = Object.entries(value).map(([key, field]) => `${scalar(key, 'flow')}: ${flow(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

/** `key: value`, a line where that is short and plain, else a block. */
export function fieldLines(key: string, value: unknown, { column, step }: Layout): string[] {
  const name = `${' '.repeat(column)}${scalar(key, 'block')}:`;
  const line = oneLine(value);
  if (line !== null && (isScalar(value) || name.length + 1 + line.length <= widest)) return [`${name} ${line}`];

  const below = { column: column + step, step };
  return [name, ...(Array.isArray(value) ? value.flatMap((each) => itemLines(each, below)) : mapLines(value, below))];
}

/** `- value` of a list that has one item a line. */
export function itemLines(value: unknown, layout: Layout): string[] {
  const dash = `${' '.repeat(layout.column)}- `;
  const line = isScalar(value) ? scalar(value, 'block') : flow(value);
  if (isScalar(value) || dash.length + line.length <= widest) return [dash + line];
  return entryLines(value, layout);
}

/** `- ` and a mapping in block style, as every entry of a registry is written. Its keys may stand farther from the dash. */
export function entryLines(value: unknown, { column, step }: Layout, gap = 2): string[] {
  const [first = '', ...rest] = mapLines(value, { column: column + gap, step });
  return [`${' '.repeat(column)}-${' '.repeat(gap - 1)}${first.trimStart()}`, ...rest];
}

function mapLines(value: unknown, layout: Layout): string[] {
  return Object.entries(value ?? {}).flatMap(([key, field]) => fieldLines(key, field, layout));
}

/** The value as it would stand behind a key, `null` for a mapping that holds more than plain values. */
function oneLine(value: unknown): string | null {
  if (isScalar(value)) return scalar(value, 'block');
  if (isMapping(value) && !Object.values(value).every(isScalar)) return null;
  return flow(value);
}

/** A plain value, quoted only where a reader would take it for something else. */
export function scalar(value: unknown, style: 'block' | 'flow'): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  return isPlain(value, style) ? value : quoted(value);
}

/** A text in quotes. Single ones, as in the files of this house, unless it holds what they cannot. */
export function quoted(text: string, mark: "'" | '"' = "'"): string {
  const isSimple = !hasUnseen(text) && (!text.includes("'") || /["\\]/.test(text));
  if (isSimple && mark === "'") return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}

/** Asked of the reader itself; YAML 1.1, which others read by, knows more words for true and false. */
function isPlain(text: string, style: 'block' | 'flow'): boolean {
  if (/^(?:null|true|false|y|yes|n|no|on|off)$/i.test(text)) return false;
  // Most values are one word, and need no reader to tell.
  if (/^[A-Za-z][\w./+-]*$/.test(text)) return true;
  // Other readers see less in these than ours.
  if (hasUnseen(text) || /^(?:\s|[-?:][\s,[\]{}])/.test(text)) return false;

  const { tree, faults } = readYaml(style === 'flow' ? `[${text}]` : `k: ${text}\n`);
  return faults.length === 0 && Reflect.get(Object(tree?.value), style === 'flow' ? 0 : 'k') === text;
}

/** A control character, or another that no editor shows. */
function hasUnseen(text: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
