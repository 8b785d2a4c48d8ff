import { createHash } from 'node:crypto';
import { expand } from '../ruleset/template.ts';
import { type Kind, settings } from './kind.ts';
import { carriers, marks } from './plant-carriers.ts';
import { decoys } from './plant-decoys.ts';
import { forms } from './plant-forms.ts';

/** A key that stands in the tree, and where. */
export interface PlantedKey {
  readonly file: string;
  /** First and last line of it; those of the entry, in an archive. */
  readonly from: number;
  readonly to: number;
  readonly type: string;
  readonly provider: string;
  readonly form: string;
  /** Whether it is escaped, encoded, in pieces or packed. */
  readonly hidden: boolean;
  /** SHA-256 of the key: the truth gives no key away. */
  readonly sha256: string;
}

/** A line that holds no key. */
export interface Decoy {
  readonly file: string;
  readonly line: number;
  readonly sort: string;
}

/** What is true of a planted tree. */
export interface Truth {
  readonly seed: string;
  readonly keys: readonly PlantedKey[];
  readonly decoys: readonly Decoy[];
}

/** A tree of files with keys of every kind, each known by place; the same for the same kinds and seed. */
export function plant(
  kinds: readonly Kind[],
  seed: string,
): { readonly files: ReadonlyMap<string, Uint8Array>; readonly truth: Truth } {
  const files = new Map<string, Uint8Array>();
  const keys: PlantedKey[] = [];
  const put = (kind: Kind, index: number, form: string, hidden: boolean): void => {
    const { file, write, pack } = hidden ? { ...forms[form] } : { ...carriers[form], pack: undefined };
    const { id, template } = kind.key;
    const key = expand(template, `${seed} ${form} ${id}`);
    const text = write?.(kind, (settings[id] ?? same)(key)) ?? null;
    if (file === undefined || text === null) return;
    const path = `${hidden ? 'hidden' : 'plain'}/${form}/${String(index).padStart(3, '0')}/${file}`;
    const whole = text.replaceAll(marks.open, '').replaceAll(marks.close, '');
    files.set(path, pack?.(whole) ?? Buffer.from(whole));
    keys.push({ file: path, ...linesOf(text), type: id, provider: kind.provider, form, hidden, sha256: sha256(key) });
  };
  for (const form of Object.keys(carriers)) for (const [index, kind] of kinds.entries()) put(kind, index, form, false);
  for (const form of Object.keys(forms))
    for (const [index, kind] of kinds.entries()) if (hides(kind)) put(kind, index, form, true);
  const found = decoys(kinds, seed);
  for (const { file, lines } of found) files.set(file, Buffer.from(`${lines.join('\n')}\n`));
  const listed = found.flatMap(({ file, sort, lines }) => lines.map((_, index) => ({ file, line: index + 1, sort })));
  return { files, truth: { seed, keys, decoys: listed } };
}

/** Only what says by its own shape whose it is can be told where nothing else can be read. */
function hides({ key }: Kind): boolean {
  return key.context === 'none' && settings[key.id] === undefined;
}

function linesOf(text: string): { from: number; to: number } {
  const [before = '', rest = ''] = text.split(marks.open);
  const [inside = ''] = rest.split(marks.close);
  const from = before.split('\n').length;
  return { from, to: from + inside.trimEnd().split('\n').length - 1 };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function same(text: string): string {
  return text;
}
