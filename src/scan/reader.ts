import type { Reader } from '../model/document.ts';
import type { ScriptOwner } from '../readers/scripts.ts';
import type { Grammar } from '../readers/tree-sitter.ts';
import { isEnvironmentFile } from '../text/environment-file.ts';
import { pipelineKind, scriptOwner } from '../text/pipeline.ts';
import { isWorkflow, stepOf } from '../text/workflow.ts';

const javascript = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
/** Languages that tree-sitter parses, each loaded when its first file is met. */
const grammars = {
  python: { files: /\.(?:py|pyw|pyi)$/i, load: () => import('../readers/languages/python/grammar.ts') },
  ruby: {
    files: /\.(?:rb|rake|gemspec|ru|thor|jbuilder)$|(?:^|\/)(?:Rakefile|Guardfile|Capfile|Thorfile)$/i,
    load: () => import('../readers/languages/ruby/grammar.ts'),
  },
  powershell: { files: /\.(?:ps1|psm1)$/i, load: () => import('../readers/languages/powershell/grammar.ts') },
  elixir: { files: /\.(?:ex|exs)$/i, load: () => import('../readers/languages/elixir/grammar.ts') },
  shell: {
    files:
      /\.(?:sh|bash|zsh|ksh|bats|command)$|(?:^|\/)(?:\.husky\/[^._/][^/]*|\.(?:bash|zsh)(?:rc|_profile|_aliases)|\.profile|\.zshenv)$/i,
    load: () => import('../readers/languages/shell/grammar.ts'),
  },
  go: { files: /\.go$/i, load: () => import('../readers/languages/go/grammar.ts') },
  rust: { files: /\.rs$/i, load: () => import('../readers/languages/rust/grammar.ts') },
  java: { files: /\.java$/i, load: () => import('../readers/languages/java/grammar.ts') },
  kotlin: { files: /\.kts?$/i, load: () => import('../readers/languages/kotlin/grammar.ts') },
  php: {
    files: /(?<!\.blade)\.(?:php|php[3-8]|phtml|inc|module|theme|install)$/i,
    load: () => import('../readers/languages/php/grammar.ts'),
  },
  csharp: { files: /\.(?:cs|csx)$/i, load: () => import('../readers/languages/csharp/grammar.ts') },
} as const;

const markup = /\.(?:vue|svelte|astro|html?)$/i;

/**
 * The reader for a file, by its name and, where that does not tell, by its first lines. Loaded when it is first needed.
 * `skim`: source is read word by word, not parsed.
 */
export async function readerFor(path: string, text: string, { skim }: { skim: boolean }): Promise<Reader> {
  const { isManifest, manifest } = await import('../readers/manifest.ts');
  const { isLock, lock } = await import('../readers/lock.ts');
  const { isRecipe, recipeReader } = await import('../readers/recipes.ts');
  if (isManifest(path)) return manifest;
  if (isLock(path)) return lock;
  if (isEnvironmentFile(path)) return (await import('../readers/dotenv.ts')).dotenv;
  if (javascript.test(path)) return skim ? (await import('../readers/skim.ts')).skimJavascript : loadJavascript();
  if (isRecipe(path)) return recipeReader(await load(grammars.shell, { skim }));
  const grammar = grammarOf(path);
  if (grammar) return load(grammar, { skim });
  // Markup with C# or PHP in it is read word by word.
  if (/\.(?:razor|cshtml)$/i.test(path)) return load(grammars.csharp, { skim: true });
  if (/\.blade\.php$/i.test(path)) return load(grammars.php, { skim: true });
  if (/\.(?:ipynb|livemd|qmd|rmd|dib)$/i.test(path)) return loadNotebook(path, text);
  if (/\.(?:ya?ml|rivet-project)$/i.test(path)) {
    if (isWorkflow(path) || looksLikeWorkflow(text))
      return scripted((await import('../readers/workflow.ts')).workflow, text, stepOf);
    const kind = pipelineKind(path);
    if (kind) return scripted((await import('../readers/yaml.ts')).yaml, text, (entry) => scriptOwner(kind, entry));
    return (await import('../readers/yaml.ts')).yaml;
  }
  if (/\.(?:json|jsonc|json5)$/i.test(path)) return (await import('../readers/json.ts')).json;
  if (/\.toml$/i.test(path)) return (await import('../readers/toml.ts')).toml;
  if (/\.(?:tf|tfvars|hcl)$/i.test(path)) return (await import('../readers/hcl.ts')).hcl;
  if (/-meta\.xml$|\.genAiPlannerBundle$/i.test(path)) return (await import('../readers/xml.ts')).xml;
  if (/\.properties$/i.test(path)) return (await import('../readers/properties.ts')).properties;
  if (/\.(?:sql|psql|pgsql|bqsql|ddl|dml|plsql|pks|pkb)$/i.test(path)) return (await import('../readers/sql.ts')).sql;
  if (markup.test(path)) return loadMarkup({ skim });
  if (/\.(?:md|mdx|mdc|rst|adoc|prompty|prompt)$/i.test(path)) return (await import('../readers/markdown.ts')).markdown;
  if (pipelineKind(path) === 'jenkins')
    return scripted((await import('../readers/jenkinsfile.ts')).jenkinsfile, text, (entry) =>
      scriptOwner('jenkins', entry),
    );
  return byContent(path, text);
}

/** A workflow's reader, and that of shell scripts beside it where they may send a request. */
async function scripted(reader: Reader, text: string, ownerOf: ScriptOwner): Promise<Reader> {
  const { sendsRequests, withScripts } = await import('../readers/scripts.ts');
  return sendsRequests(text) ? withScripts(reader, await load(grammars.shell, { skim: false }), ownerOf) : reader;
}

async function byContent(path: string, text: string): Promise<Reader> {
  const [first = ''] = text.slice(0, 200).split('\n', 1);
  if (/^#!.*\b(?:node|deno|bun|tsx|ts-node)\b/.test(first)) return loadJavascript();
  if (/^#!.*\bpython/.test(first)) return load(grammars.python, { skim: false });
  if (/^#!.*\b(?:ba|z|da|k)?sh\b/.test(first)) return load(grammars.shell, { skim: false });
  if (/^#!.*\brust-script\b/.test(first)) return load(grammars.rust, { skim: false });
  if (/^(?:#!.*\b(?:gorun|yaegi)\b|\/\/\/?usr\/bin\/(?:env )?go\b)/.test(first))
    return load(grammars.go, { skim: false });
  if (/^#!.*\bpwsh\b/.test(first)) return load(grammars.powershell, { skim: false });
  if (/^#!.*\bruby\b/.test(first)) return load(grammars.ruby, { skim: false });
  if (/^#!.*\belixir\b/.test(first)) return load(grammars.elixir, { skim: false });
  return (!/\.\w+$/.test(path) && (await byLooks(text.slice(0, 8192)))) || (await import('../readers/plain.ts')).plain;
}

/** What comes from a pipe has no name, and neither has many a script: its first lines tell what it is. */
async function byLooks(text: string): Promise<Reader | null> {
  if (/^\s*[{[]/.test(text)) return (await import('../readers/json.ts')).json;
  if (/^(?:from [\w.]+ import |import [\w.]+(?: as \w+)?\s*$|(?:async )?def \w+\(|class \w+.*:\s*$)/m.test(text))
    return load(grammars.python, { skim: false });
  if (/^\s*(?:import .*['"]|export |(?:const|let|var) .*=)|\brequire\(['"]|=>\s*[{(]/m.test(text))
    return loadJavascript();
  if (/^(?:export )?[A-Z][A-Z0-9_]*=/m.test(text)) return (await import('../readers/dotenv.ts')).dotenv;
  return /^[\w-]+:(?:\s|$)/m.test(text) ? (await import('../readers/yaml.ts')).yaml : null;
}

function looksLikeWorkflow(text: string): boolean {
  return /^jobs:/m.test(text) && /^(?:on|'on'|"on"):/m.test(text);
}

async function loadJavascript(): Promise<Reader> {
  return (await import('../readers/languages/javascript/reader.ts')).javascript;
}

async function loadMarkup({ skim }: { skim: boolean }): Promise<Reader> {
  const { markupReader } = await import('../readers/markup.ts');
  return markupReader(skim ? (await import('../readers/skim.ts')).skimJavascript : await loadJavascript());
}

/** Readers of all languages that a notebook may hold, for what is a notebook in a way of its own. */
async function loadNotebook(path: string, text: string): Promise<Reader> {
  const { languagesIn } = await import('../readers/notebook/languages.ts');
  const readers = new Map<string, Reader>();
  for (const language of languagesIn(text)) {
    const reader = await loadLanguage(language);
    if (reader) readers.set(language, reader);
  }
  const code = (language: string): Reader | null => readers.get(language) ?? null;
  if (/\.ipynb$/i.test(path)) return (await import('../readers/notebook.ts')).notebookReader(code);
  return (await import('../readers/fences.ts')).fencedReader(code);
}

/** The reader of a language by its id. */
async function loadLanguage(language: string): Promise<Reader | null> {
  if (language === 'javascript') return loadJavascript();
  if (language === 'sql') return (await import('../readers/sql.ts')).sql;
  const grammar = Object.entries(grammars).find(([id]) => id === language)?.[1];
  return grammar ? load(grammar, { skim: false }) : null;
}

function grammarOf(path: string): Loadable | null {
  return Object.values(grammars).find(({ files }) => files.test(path)) ?? null;
}

interface Loadable {
  load(): Promise<{ readonly grammar: Grammar }>;
}

async function load(loadable: Loadable, { skim }: { skim: boolean }): Promise<Reader> {
  const { grammar } = await loadable.load();
  if (skim) return (await import('../readers/skim.ts')).skim(grammar.language);
  return (await import('../readers/tree-sitter.ts')).loadReader(grammar);
}
