import { resolveModule } from '../census/modules.ts';
import type { Units } from '../census/unit.ts';
import type { Blob } from '../model/blob.ts';
import type { Ref } from '../model/fact.ts';
import { readBytes } from '../sources/index.ts';
import type { Growing } from './across.ts';
import { mentionedFiles } from './mentioned.ts';
import { packaged } from './outline.ts';

/** Source in which imports are looked for. */
export const source = /\.(?:[cm]?[jt]sx?|py|go|java|kts?|cs|razor|cshtml|php|rb|exs?|rs)$/;

/**
 * The files of a unit from which a use of a model can be reached at all, by the imports that stand in their text. It
 * is told without parsing, once a unit, and only for units that others ask for.
 */
export class Reach {
  readonly #tree: Growing;
  readonly #blobs: ReadonlyMap<string, Blob>;
  readonly #units: Units;
  readonly #known = new Map<string, ReadonlySet<string>>();
  readonly #open = new Set<string>();
  #byUnit: ReadonlyMap<string, readonly string[]> | null = null;
  #leading: ReadonlySet<string> = new Set();

  constructor(tree: Growing, blobs: ReadonlyMap<string, Blob>, units: Units) {
    this.#tree = tree;
    this.#blobs = blobs;
    this.#units = units;
  }

  has(file: string): boolean {
    const unit = this.#units.of(file, { workflow: false }).path;
    let files = this.#known.get(unit);
    if (!files) {
      this.#open.add(unit);
      files = this.#reaching(unit);
      this.#open.delete(unit);
      this.#known.set(unit, files);
    }
    return files.has(file);
  }

  /** Units that may reach a model by way of others: only these are stepped over to. */
  lead(units: ReadonlySet<string>): void {
    if (units.size === this.#leading.size) return;
    this.#leading = units;
    this.#known.clear();
  }

  /** Whether a file of another unit leads to a use. */
  #abroad(file: string, unit: string): boolean {
    const other = this.#units.of(file, { workflow: false }).path;
    return other !== unit && this.#leading.has(other) && !this.#open.has(other) && this.has(file);
  }

  /** The files that a text imports. */
  targets(file: string, text: string): readonly string[] {
    if (packaged.test(file)) return mentionedFiles(file, text, this.#tree.modules);
    const language = file.endsWith('.py') ? 'python' : 'javascript';
    return [...specifiers(text, language)].flatMap((ref) => {
      const target = resolveModule(file, language, ref, this.#tree.modules);
      return target ? [target.file] : [];
    });
  }

  #reaching(unit: string): ReadonlySet<string> {
    this.#byUnit ??= grouped(
      [...this.#blobs.keys()].filter((file) => source.test(file)),
      this.#units,
    );
    const files = this.#byUnit.get(unit) ?? [];
    const importers = new Map<string, string[]>();
    const found = new Set<string>();
    for (const file of files) {
      if (this.#tree.inspections.get(file)?.evidence.some(({ weight }) => weight === 'use')) found.add(file);
      const blob = this.#blobs.get(file);
      const text = blob && readBytes(blob).bytes?.toString('latin1');
      for (const to of text ? this.targets(file, text) : []) {
        const list = importers.get(to);
        if (list) list.push(file);
        else importers.set(to, [file]);
        if (!found.has(file) && this.#abroad(to, unit)) found.add(file);
      }
    }
    for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
    return found;
  }
}

function grouped(files: readonly string[], units: Units): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    const unit = units.of(file, { workflow: false }).path;
    const list = found.get(unit);
    if (list) list.push(file);
    else found.set(unit, [file]);
  }
  return found;
}

/** The modules that a text imports, by the looks of its lines. */
function* specifiers(text: string, language: 'javascript' | 'python'): Iterable<Ref> {
  if (language === 'javascript') {
    for (const [, module = ''] of text.matchAll(
      /(?:\bfrom|\brequire\(|\bimport\(?)[ \t]{0,8}['"]([^'"\n]{1,300})['"]/g,
    ))
      yield { module, path: '' };
    return;
  }
  for (const [, module = '', names = ''] of text.matchAll(
    /^[ \t]{0,40}from[ \t]+([\w.]{1,200})[ \t]+import[ \t]*\(?([^)#\n]{0,400})/gm,
  )) {
    yield { module, path: '' };
    for (const name of names.match(/[A-Za-z_]\w*/g) ?? []) yield { module, path: name };
  }
  for (const [, module = ''] of text.matchAll(/^[ \t]{0,40}import[ \t]+([\w.]{1,200})/gm)) yield { module, path: '' };
}
