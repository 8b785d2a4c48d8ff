import { parent, type Units } from '../census/unit.ts';
import type { Inspection } from '../model/document.ts';

/** A folder with more scripts than this is a module of something, not a drawer of scripts. */
const most = 60;

/**
 * Files beside a script that uses a model and that no manifest encloses: whether the script stands alone depends on
 * what they are, so they are read although no keyword is in them.
 */
export function siblings(
  inspections: readonly Inspection[],
  units: Units,
  files: ReadonlySet<string>,
): readonly string[] {
  const folders = new Set(
    inspections.filter((one) => isScript(one) && isFree(one.file, units)).map(({ file }) => parent(file)),
  );
  if (folders.size === 0) return [];
  const known = new Set(inspections.map(({ file }) => file));
  const found = new Map<string, string[]>();
  for (const file of files) {
    const folder = parent(file);
    if (!folders.has(folder) || known.has(file) || !/\.(?:py|[cm]?[jt]s)$/.test(file)) continue;
    const list = found.get(folder);
    if (list) list.push(file);
    else found.set(folder, [file]);
  }
  return [...found.values()].filter((list) => list.length <= most).flat();
}

function isScript({ entry, language, evidence }: Inspection): boolean {
  return entry && language !== null && evidence.some(({ weight }) => weight === 'use');
}

function isFree(file: string, units: Units): boolean {
  const unit = units.of(file, { workflow: false });
  return unit.kind === 'application' && (!unit.drawn || unit.path === '.');
}
