import type { Renaming } from '../../model/fact.ts';
import type { Leaf, Leaves } from '../entries.ts';
import type { Asked, Parsed } from './parsed.ts';
import { textAt, under } from './tree.ts';

const scopes = {
  dependencies: 'runtime',
  optionalDependencies: 'runtime',
  peerDependencies: 'runtime',
  devDependencies: 'development',
} as const;

/** Packages that turn a folder into an application, whatever its scripts are called. */
const applications: ReadonlySet<string> = new Set([
  'next',
  'nuxt',
  'astro',
  'gatsby',
  'expo',
  'electron',
  '@sveltejs/kit',
]);

/** Programs that build, test or hand on: a script of theirs starts nothing. */
const tooling: ReadonlySet<string> = new Set(
  (
    'tsc tsup tsdown rollup unbuild swc babel esbuild microbundle ng-packagr typedoc jest vitest mocha ava eslint prettier ' +
    'biome storybook start-storybook docusaurus vitepress gh-pages changeset turbo nx lerna npm pnpm yarn rimraf rm cp mkdir cd echo exit'
  ).split(' '),
);

/** `package.json`. */
export function packageJson(leaves: Leaves): Parsed {
  const { list } = leaves;
  const asked = Object.entries(scopes).flatMap(([field, scope]) => dependencies(list, field, scope));
  const text = (...path: string[]) => textAt(list, ...path);
  const has = (field: string) => under(list, field).length > 0;

  const started = scriptStarts(list);
  const together = has('workspaces') && !has('bin') && !has('main') && !has('exports') && !started;
  const application = asked.some(({ name, scope }) => scope === 'runtime' && applications.has(name));
  const entry = has('bin') || started || (!together && application) || text('engines', 'vscode') !== null;
  const unit = asked.length > 0 || ['name', 'scripts', 'bin', 'workspaces', 'rollcall'].some(has);
  return {
    manifest: unit
      ? { name: text('name'), workspace: together, entry, author: author(list), claim: text('rollcall', 'agent') }
      : null,
    asked,
    renamed: renamings(list),
    leaves,
  };
}

function dependencies(list: readonly Leaf[], field: string, scope: Asked['scope']): Asked[] {
  return under(list, field).flatMap(({ path: [, name], value, at }) => {
    if (typeof name !== 'string' || name === '') return [];
    return [{ ecosystem: 'npm' as const, name: aliased(value) ?? name, scope, at }];
  });
}

/** What an import of its code means by another name: a package that is installed under it, or a map of its own. */
function renamings(list: readonly Leaf[]): Renaming[] {
  const installed = Object.keys(scopes).flatMap((field) => under(list, field));
  return [...installed, ...under(list, 'imports')].flatMap(({ path: [field, as], value }): Renaming[] => {
    const name = field === 'imports' ? value : aliased(value);
    return name && typeof as === 'string' && as !== name ? [{ language: 'javascript', as, name }] : [];
  });
}

/** `"llm": "npm:openai@4"` installs openai under another name. */
function aliased(version: string): string | undefined {
  return /^npm:(@?[^@\s]{1,214})/.exec(version)?.[1];
}

/** True where a script that is meant to start, serve or deploy runs a program of its own. */
function scriptStarts(list: readonly Leaf[]): boolean {
  return under(list, 'scripts').some(
    ({ path: [, name], value }) => /^(?:start|dev|serve|deploy)(?::|$)/.test(String(name)) && runsProgram(value),
  );
}

function runsProgram(script: string): boolean {
  return script.split(/&&|\|\||[;|&]/).some((part) => {
    const words = part
      .trim()
      .split(/\s+/)
      .filter((word) => !/^(?:\w+=.*|cross-env|env|npx|bunx)$/.test(word));
    const [program = '', second] = words;
    return program !== '' && !tooling.has(program) && second !== 'build';
  });
}

function author(list: readonly Leaf[]): string | null {
  const name = textAt(list, 'author') ?? textAt(list, 'author', 'name');
  const email = textAt(list, 'author', 'email');
  return name !== null && email !== null ? `${name} <${email}>` : (name ?? email);
}
