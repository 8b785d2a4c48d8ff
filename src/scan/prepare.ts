import type { Blob } from '../model/blob.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { readBytes } from '../sources/index.ts';

const manifests =
  'package\\.json|pyproject\\.toml|setup\\.(?:py|cfg)|requirements[\\w.-]*\\.txt|Pipfile|go\\.mod|Cargo\\.toml|pom\\.xml|build\\.gradle(?:\\.kts)?|[^/]+\\.(?:cs|fs|vb)proj|packages\\.config|Gemfile|[\\w.-]+\\.gemspec|composer\\.json|mix\\.exs|\\.github/workflows/[\\w.-]+\\.(?:md|ya?ml)|(?:docker-)?compose(?:[.-][\\w.-]+)?\\.ya?ml|(?:Dockerfile|Containerfile)(?:\\.[\\w.-]+)?|[\\w.-]+\\.dockerfile|serverless\\.(?:ya?ml|json)|wrangler\\.(?:toml|jsonc?)|vercel\\.json|netlify\\.toml|function\\.json|[\\w.-]*task-?def[\\w.-]*\\.json|template\\.(?:ya?ml|json)|\\.env(?:\\.[\\w.-]+)?|[\\w.-]+\\.env|env[._-](?:example|sample|template|tmpl|dist)';

/** Names that any file may have: what stands in it tells whether it is of a format. */
const anyName = /^(?:\*\*|\*\.(?:json|ya?ml|md|toml|xml|tf|\{[\w,]+\}))$/;

/**
 * Matches files that are inspected whatever stands in them: manifests, environment files, files that configure an
 * assistant, and those whose name tells that they declare agents or hold the settings of an application.
 */
export function always({ files, formats, settings }: RuleSet): RegExp {
  const named = [...formats, ...settings].filter(
    (one) => !anyName.test(one.files.slice(one.files.lastIndexOf('/') + 1)),
  );
  const patterns = [...files.map(({ glob }) => glob), ...named.map((one) => one.files)].map(pattern);
  return new RegExp(`(?:^|/)(?:(?:${manifests})$|${[...new Set(patterns)].join('|')})`);
}

/** A glob as a regular expression behind a slash: `.claude/` and all below it, `flow.dag.{yaml,yml}`, `.github/prompts/*.md`. */
function pattern(glob: string): string {
  const path = glob.replace(/^(?:\*\*\/)+/, '');
  const isFolder = path.endsWith('/**');
  const source = path
    .replace(/\/\*\*$/, '/')
    .replace(/[.+^$()|\\]/g, '\\$&')
    .replaceAll('**/', '(?:[^/]+/)*')
    .replace(/(?<!\))\*/g, '[^/]*')
    .replace(/\{([^}]*)\}/g, (_, list: string) => `(?:${list.replaceAll(',', '|')})`);
  return isFolder ? source : `${source}$`;
}

/**
 * Python modules of the tree that go by the name of a package that the rules know, as `folder|name`, and the names that
 * they define, as `folder|name|symbol`: a file that defines nothing takes nobody's place. In a tree that is not trusted
 * none takes that of a vendor: with an `openai.py` at its root, nothing would ask OpenAI any more.
 */
export function shadows(blobs: readonly Blob[], rules: RuleSet, trustTree: boolean): ReadonlySet<string> {
  // Rules are unpacked as they are asked for, and these are most of them.
  if (!blobs.some(({ origin }) => origin.path.endsWith('.py'))) return new Set();
  const modules = [...rules.symbols.keys()].map((module) => module.split('.', 1)[0] ?? '');
  const names = new Set(modules.filter((name) => /^\w+$/.test(name) && (trustTree || !isVendor(name, rules))));
  const packages = new Set<string>();
  const candidates: Candidate[] = [];
  for (const blob of blobs) {
    if (!blob.origin.path.endsWith('.py')) continue;
    const parts = blob.origin.path.split('/');
    const file = parts.pop() ?? '';
    const isPackage = file === '__init__.py';
    if (isPackage) packages.add(parts.join('/'));
    const name = isPackage ? (parts.pop() ?? '') : file.slice(0, -3);
    if (!names.has(name)) continue;
    const defines = isPackage ? new Set(['*']) : defined(blob, name);
    if (defines.size > 0) candidates.push({ folder: parts.join('/'), name, defines });
  }
  return new Set(
    [...candidates, ...unsaid(blobs, names)].flatMap(({ folder, name, defines }) =>
      [`own:${folder}|${name}`, ...(packages.has(folder) ? [] : [`${folder}|${name}`])].flatMap((place) => [
        place,
        ...[...defines].map((symbol) => `${place}|${symbol}`),
      ]),
    ),
  );
}

/** True for a name that is that of a provider and of its package: no word of every day, as `agents` or `llm` are. */
function isVendor(name: string, { subjects, packages }: RuleSet): boolean {
  return subjects.get(name)?.kind === 'provider' && packages.has(`pypi:${name}`);
}

/** A module or package of the tree that goes by the name of a known package. */
interface Candidate {
  readonly folder: string;
  readonly name: string;
  readonly defines: ReadonlySet<string>;
}

/** Folders that are packages without saying so, where a module beside them imports them: `agents/dqn.py` makes `agents.dqn`. */
function unsaid(blobs: readonly Blob[], names: ReadonlySet<string>): Candidate[] {
  const modules = new Map<string, Blob[]>();
  for (const blob of blobs) {
    const [, folder = '', file] = /^(?:(.*)\/)?([^/]+)\.py$/.exec(blob.origin.path) ?? [];
    if (file === undefined) continue;
    const inside = modules.get(folder) ?? [];
    modules.set(folder, inside);
    inside.push(blob);
  }
  return [...modules].flatMap(([place, inside]) => {
    const name = place.slice(place.lastIndexOf('/') + 1);
    const folder = place.slice(0, Math.max(0, place.length - name.length - 1));
    if (!names.has(name) || !modules.get(folder)?.some((blob) => imports(blob, name))) return [];
    const defines = inside.map(({ origin }) => origin.path.slice(place.length + 1, -3));
    return defines.includes('__init__') ? [] : [{ folder, name, defines: new Set(defines) }];
  });
}

/** Longest module that is looked into for what it defines. */
const longestModule = 1 << 20;

function imports(blob: Blob, name: string): boolean {
  const text = readBytes(blob, longestModule).bytes?.toString('latin1') ?? '';
  return new RegExp(`^[ \\t]{0,80}(?:from|import)[ \\t]{1,8}${name}\\b`, 'm').test(text);
}

const definition =
  /^[ \t]{0,80}(?:(?:async[ \t]{1,8})?def|class)[ \t]{1,8}(\w{1,200})|^[ \t]{0,80}(\w{1,200})[ \t]{0,8}(?::[^=\n]{1,200})?=(?!=)/gm;
const imported = /^[ \t]{0,80}from[ \t]{1,8}([\w.]{1,200})[ \t]{1,8}import[ \t]{0,8}(\([^)]{0,4000}\)|[^\n]{0,1000})/gm;

/** Names that a module binds, `*` where they cannot be told. What it imports from the package of its own name is that package's. */
function defined(blob: Blob, name: string): ReadonlySet<string> {
  const text = readBytes(blob, longestModule).bytes?.toString('latin1') ?? '';
  const found = new Set<string>();
  for (const [, made, bound] of text.matchAll(definition)) found.add(made ?? bound ?? '');
  for (const [, module = '', list = ''] of text.matchAll(imported)) {
    if (module.split('.', 1)[0] === name) continue;
    for (const symbol of list.match(/\w+|\*/g) ?? []) found.add(symbol);
  }
  return found;
}
