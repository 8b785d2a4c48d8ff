import type { Outline } from '../census/modules.ts';
import type { Blob } from '../model/blob.ts';
import { readBytes } from '../sources/index.ts';

/** Longest file that is looked into. */
const longest = 1 << 20;

/** Source of languages whose files see each other by package, namespace or folder. */
export const packaged = /\.(?:go|java|kts?|cs|razor|cshtml|php|rb|exs?|rs)$/;

/** The line that says what package or namespace a file belongs to. */
const packages = /^[ \t]{0,8}(?:<\?php[ \t]{1,8})?(?:package|namespace|@namespace)[ \t]{1,8}([\w.\\]{1,300})/m;

/** What a file declares: types, functions, constants. */
const declarations =
  /\b(?:class|interface|record|struct|enum|object|trait|module|defmodule|type|protocol|impl)[ \t]{1,8}([\w.:]{1,200})|^[ \t]{0,40}(?:pub(?:\([^)\n]{0,40}\))?[ \t]{1,8})?(?:async[ \t]{1,8})?(?:func|fun|fn|function|def)[ \t]{1,8}(?:\([^)\n]{0,200}\)[ \t]{0,8})?(\w{1,200})|^(?:var|const|val|let|static|pub const|pub static)?[ \t]{0,8}(\w{1,200})[^\n=(]{0,80}=/gm;

/** Looks into files for what they declare, each of them once. */
export function outliner(blobs: ReadonlyMap<string, Blob>): (file: string) => Outline | null {
  const known = new Map<string, Outline | null>();
  return (file) => {
    const before = known.get(file);
    if (before !== undefined) return before;
    const blob = blobs.get(file);
    const text = (blob && readBytes(blob, longest).bytes?.toString('utf8')) ?? null;
    const outline = text === null ? null : file.endsWith('.csproj') ? projectOf(text) : outlineOf(text);
    known.set(file, outline);
    return outline;
  };
}

/** A project of .NET declares nothing; what it names are the projects that it refers to. */
function projectOf(text: string): Outline {
  const references = text.matchAll(/<ProjectReference\s{1,40}[^>]{0,200}?Include\s{0,4}=\s{0,4}"([^"]{1,300})"/g);
  return { package: null, names: new Set([...references].map(([, path = '']) => path)) };
}

function outlineOf(text: string): Outline {
  const names = new Set<string>();
  for (const [, type, made, bound] of text.matchAll(declarations)) {
    const name = type ?? made ?? bound ?? '';
    names.add(name.split(/[.:]+/).at(-1) ?? name);
  }
  const said = packages.exec(text.slice(0, 65_536))?.[1]?.replaceAll('\\', '.') ?? null;
  return { package: said, names };
}
