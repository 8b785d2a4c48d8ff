import type { Reader } from '../model/document.ts';
import { isWorkflow } from '../text/workflow.ts';

const javascript = /\.(?:[cm]?[jt]s|[jt]sx)$/i;
const markup = /\.(?:vue|svelte|astro|html?)$/i;
const python = /\.(?:py|pyw|pyi)$/i;
const dotenv = /(?:^|\/)(?:\.env(?:\.[^/]+)?|\.envrc|[^/]+\.env)$/i;

/**
 * The reader for a file, by its name and, where that does not tell, by its first lines. Loaded when it is first needed.
 * `skim`: source is read word by word, not parsed.
 */
export async function readerFor(path: string, text: string, { skim }: { skim: boolean }): Promise<Reader> {
  const { isManifest, manifest } = await import('../readers/manifest.ts');
  if (isManifest(path)) return manifest;
  if (dotenv.test(path)) return (await import('../readers/dotenv.ts')).dotenv;
  if (javascript.test(path)) return skim ? (await import('../readers/skim.ts')).skimJavascript : loadJavascript();
  if (python.test(path)) return skim ? (await import('../readers/skim.ts')).skimPython : loadPython();
  if (/\.ipynb$/i.test(path)) return loadNotebook();
  if (/\.ya?ml$/i.test(path)) {
    if (isWorkflow(path) || looksLikeWorkflow(text)) return (await import('../readers/workflow.ts')).workflow;
    return (await import('../readers/yaml.ts')).yaml;
  }
  if (/\.(?:json|jsonc|json5)$/i.test(path)) return (await import('../readers/json.ts')).json;
  if (/\.toml$/i.test(path)) return (await import('../readers/toml.ts')).toml;
  if (markup.test(path)) return (await import('../readers/skim.ts')).skimJavascript;
  if (/\.(?:md|mdx|mdc|rst|adoc)$/i.test(path)) return (await import('../readers/markdown.ts')).markdown;
  return byContent(path, text);
}

async function byContent(path: string, text: string): Promise<Reader> {
  const [first = ''] = text.slice(0, 200).split('\n', 1);
  if (/^#!.*\b(?:node|deno|bun|tsx|ts-node)\b/.test(first)) return loadJavascript();
  if (/^#!.*\bpython/.test(first)) return loadPython();
  return (!/\.\w+$/.test(path) && (await byLooks(text.slice(0, 8192)))) || (await import('../readers/plain.ts')).plain;
}

/** What comes from a pipe has no name, and neither has many a script: its first lines tell what it is. */
async function byLooks(text: string): Promise<Reader | null> {
  if (/^\s*[{[]/.test(text)) return (await import('../readers/json.ts')).json;
  if (/^(?:from [\w.]+ import |import [\w.]+(?: as \w+)?\s*$|(?:async )?def \w+\(|class \w+.*:\s*$)/m.test(text))
    return loadPython();
  if (/^\s*(?:import .*['"]|export |(?:const|let|var) .*=)|\brequire\(['"]|=>\s*[{(]/m.test(text))
    return loadJavascript();
  if (/^(?:export )?[A-Z][A-Z0-9_]*=/m.test(text)) return (await import('../readers/dotenv.ts')).dotenv;
  return /^[\w-]+:(?:\s|$)/m.test(text) ? (await import('../readers/yaml.ts')).yaml : null;
}

function looksLikeWorkflow(text: string): boolean {
  return /^jobs:/m.test(text) && /^(?:on|'on'|"on"):/m.test(text);
}

async function loadJavascript(): Promise<Reader> {
  return (await import('../readers/javascript.ts')).javascript;
}

async function loadPython(): Promise<Reader> {
  return (await import('../readers/python.ts')).loadPython();
}

async function loadNotebook(): Promise<Reader> {
  const { notebookReader } = await import('../readers/notebook.ts');
  const [py, js] = [await loadPython(), null];
  return notebookReader((language) => (language === 'python' ? py : js));
}
