import { goFiles, goFolder } from '../census/modules/go.ts';
import { filesNamed } from '../census/modules/named.ts';
import { type Modules, resolveModule } from '../census/modules.ts';

/** How many different words of a text are looked up. */
const most = 5000;

/**
 * The files of a tree that a file of a language with packages may lead to, told from its text: those of the Go packages
 * and Rust modules that it imports, and those that go by the name of a type it mentions. Rather too many than too few.
 */
export function mentionedFiles(file: string, text: string, modules: Modules): readonly string[] {
  if (file.endsWith('.go')) return goTargets(file, text, modules);
  if (file.endsWith('.rs')) return rustTargets(file, text, modules);
  const language = languageOf(file);
  const words = new Set<string>();
  for (const [word] of text.matchAll(/\b[A-Z]\w{1,100}/g)) if (words.size < most) words.add(word);
  const own = modules.outline(file)?.package ?? null;
  const inReach = (other: string): boolean => other !== file && isInReach(own, other, text, modules);
  return [...words].flatMap((word) => filesNamed(word, language, modules).filter(inReach));
}

/** The names of a package are in reach of its own files, of those below it, and where an import names it. */
function isInReach(own: string | null, other: string, text: string, modules: Modules): boolean {
  const named = modules.outline(other)?.package ?? null;
  if (named === null || named === own || own?.startsWith(`${named}.`) === true) return true;
  return text.includes(named) || text.includes(named.replaceAll('.', '\\'));
}

function languageOf(file: string): 'java' | 'kotlin' | 'csharp' | 'php' | 'ruby' | 'elixir' {
  if (file.endsWith('.java')) return 'java';
  if (/\.kts?$/.test(file)) return 'kotlin';
  if (file.endsWith('.php')) return 'php';
  if (file.endsWith('.rb')) return 'ruby';
  return /\.exs?$/.test(file) ? 'elixir' : 'csharp';
}

function goTargets(file: string, text: string, modules: Modules): readonly string[] {
  const imports = [
    ...text.matchAll(/^[ \t]{0,20}(?:import[ \t]{1,8})?(?:[\w.]{1,100}[ \t]{1,8})?"([\w.~/-]{1,300})"/gm),
  ];
  const folders = ['.', ...imports.map(([, path = '']) => path)].flatMap((path) => goFolder(file, path, modules) ?? []);
  return folders.flatMap((folder) => goFiles(folder, modules)).filter((other) => other !== file);
}

function rustTargets(file: string, text: string, modules: Modules): readonly string[] {
  const paths = [
    ...[...text.matchAll(/^[ \t]{0,40}(?:pub(?:\([^)\n]{0,40}\))?[ \t]{1,8})?mod[ \t]{1,8}(\w{1,100});/gm)].map(
      ([, name = '']) => `self.${name}`,
    ),
    ...[...text.matchAll(/\b((?:crate|super|self|[a-z]\w{0,60})(?:::\w{1,100}){1,8})/g)].map(([path]) =>
      path.replaceAll('::', '.'),
    ),
  ];
  return [...new Set(paths)].slice(0, most).flatMap((path) => {
    const [module = '', ...rest] = path.split('.');
    const target = resolveModule(
      file,
      'rust',
      { module: [module, ...rest.slice(0, -1)].join('.'), path: rest.at(-1) ?? '' },
      modules,
    );
    return target && target.file !== file ? target.file : [];
  });
}
