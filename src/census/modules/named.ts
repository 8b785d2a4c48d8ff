import type { Language } from '../../model/ruleset.ts';
import type { Found, Modules } from '../modules.ts';
import { inReach } from './projects.ts';

/** Languages in which a type stands in a file of its name, and the endings of such files. */
const endings = {
  java: /\.(?:java|kt)$/,
  kotlin: /\.(?:java|kt|kts)$/,
  csharp: /\.(?:cs|razor|cshtml)$/,
  php: /\.php$/,
  ruby: /\.rb$/,
  elixir: /\.exs?$/,
} as const;

type Named = keyof typeof endings & Language;

/** How many files of one name are looked into. */
const most = 40;

/** Files by their name, folded: `ChatService.cs`, `chat_service.rb`. */
const stems = new WeakMap<ReadonlySet<string>, ReadonlyMap<string, readonly string[]>>();

/** The file that declares a type of a package or namespace. */
export function named(from: string, language: Named, module: string, head: string, modules: Modules): Found {
  const path = language === 'ruby' || language === 'elixir' ? `${module}.${head}` : head;
  for (const name of path.split('.').reverse()) {
    if (name === '') continue;
    const found = filesNamed(name, language, modules).filter(
      (file) =>
        file !== from && declares(file, name, module, language, modules) && isSeen(from, file, language, modules),
    );
    if (found[0] !== undefined) return { file: nearest(from, found), ofHead: false };
  }
  return null;
}

/** Files of a language that go by the name of a type. */
export function filesNamed(name: string, language: Named, { files }: Modules): readonly string[] {
  let index = stems.get(files);
  if (!index) {
    const found = new Map<string, string[]>();
    for (const file of files) {
      if (!Object.values(endings).some((ending) => ending.test(file))) continue;
      const stem = folded(file.slice(file.lastIndexOf('/') + 1).replace(/\..*$/, ''));
      const list = found.get(stem);
      if (!list) found.set(stem, [file]);
      else if (list.length < most) list.push(file);
    }
    index = found;
    stems.set(files, index);
  }
  return (index.get(folded(name)) ?? []).filter((file) => endings[language].test(file));
}

/** A file declares the type, in that package where the language has packages. */
function declares(file: string, name: string, module: string, language: Named, modules: Modules): boolean {
  const outline = modules.outline(file);
  if (!outline?.names.has(name)) return false;
  return language === 'ruby' || language === 'elixir' || (outline.package ?? '') === module;
}

/** Types of C# are seen inside of their project, and where it is referred to. */
function isSeen(from: string, file: string, language: Named, modules: Modules): boolean {
  return language !== 'csharp' || inReach(from, file, modules);
}

/** Of several files the one that shares most of its path. */
function nearest(from: string, files: readonly string[]): string {
  const shared = (file: string): number => {
    let at = 0;
    while (at < file.length && file[at] === from[at]) at++;
    return at;
  };
  return files.reduce((best, file) => (shared(file) > shared(best) ? file : best));
}

function folded(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
