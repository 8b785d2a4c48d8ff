import type { Leaf, Leaves } from '../entries.ts';
import type { Asked, Parsed } from './parsed.ts';
import { asking, normalised, scopeOf } from './requirements.ts';
import { textAt, under } from './tree.ts';

type Scope = Asked['scope'];

/** Tables of which one makes the file a project; without them it only holds the settings of tools. */
const projects = [
  ['project'],
  ['build-system'],
  ['dependency-groups'],
  ...['poetry', 'uv', 'pdm', 'flit', 'hatch', 'rollcall'].map((tool) => ['tool', tool]),
];

/** `pyproject.toml`: PEP 621 and 735, Poetry, uv, PDM and Hatch. */
export function pyproject(leaves: Leaves): Parsed {
  const { list } = leaves;
  const has = (...path: string[]) => under(list, ...path).length > 0;
  const entry = [
    ['project', 'scripts'],
    ['project', 'gui-scripts'],
    ['tool', 'poetry', 'scripts'],
  ].some((path) => has(...path));
  const author = authorAt(list, 'project') ?? authorAt(list, 'tool', 'poetry');
  return {
    manifest: projects.some((path) => has(...path))
      ? {
          name: textAt(list, 'project', 'name') ?? textAt(list, 'tool', 'poetry', 'name'),
          workspace: has('tool', 'uv', 'workspace') && !has('build-system') && !entry,
          entry,
          author,
          claim: textAt(list, 'tool', 'rollcall', 'agent'),
        }
      : null,
    asked: once(list.flatMap(asked)),
    leaves,
  };
}

/** `Pipfile`. */
export function pipfile(leaves: Leaves): Parsed {
  const asked = once([
    ...keyed(leaves.list, 'packages', 'runtime'),
    ...keyed(leaves.list, 'dev-packages', 'development'),
  ]);
  return { manifest: { name: null, workspace: false, entry: false, author: null, claim: null }, asked, leaves };
}

/** A package that is asked for by a table has a leaf for its version, its extras …; the first of them stands for it. */
function once(asked: readonly Asked[]): Asked[] {
  return asked.filter(({ name, scope }, index) => {
    const before = asked[index - 1];
    return before?.name !== name || before.scope !== scope;
  });
}

/** A leaf of a list of requirements, or one whose key is the package. */
function asked({ path, value, start, at }: Leaf): Asked[] {
  const listed = listScope(path);
  if (listed) return [asking(value, start, listed)].filter((one) => one !== null);

  const keyed = poetryScope(path);
  return keyed ? [{ ecosystem: 'pypi', name: normalised(keyed.name), scope: keyed.scope, at }] : [];
}

function listScope(path: Leaf['path']): Scope | null {
  const [first, second, third] = path;
  const list = typeof path.at(-1) === 'number';
  if (!list) return null;
  if (first === 'project' && second === 'dependencies') return 'runtime';
  if (first === 'project' && second === 'optional-dependencies') return scopeOf(String(third));
  if (first === 'dependency-groups') return scopeOf(String(second));
  if (first !== 'tool') return null;
  if (third === 'dev-dependencies') return 'development';
  return second === 'hatch' && third === 'envs' && path.at(-2) === 'dependencies' ? 'development' : null;
}

function poetryScope(path: Leaf['path']): { name: string; scope: Scope } | null {
  const [first, second, third, fourth, fifth, sixth] = path;
  if (first !== 'tool' || second !== 'poetry') return null;

  const group = third === 'group' && fifth === 'dependencies';
  const name = group ? sixth : fourth;
  const holds = group || third === 'dependencies' || third === 'dev-dependencies';
  if (!holds || typeof name !== 'string' || name === 'python') return null;
  return { name, scope: group ? scopeOf(String(fourth)) : third === 'dependencies' ? 'runtime' : 'development' };
}

function keyed(list: readonly Leaf[], table: string, scope: Scope): Asked[] {
  return under(list, table).map(({ path: [, name], at }) => ({
    ecosystem: 'pypi',
    name: normalised(String(name)),
    scope,
    at,
  }));
}

/** The first author: a table in PEP 621, `Name <address>` in Poetry. */
function authorAt(list: readonly Leaf[], ...head: string[]): string | null {
  const plain = textAt(list, ...head, 'authors', 0);
  const name = textAt(list, ...head, 'authors', 0, 'name');
  const email = textAt(list, ...head, 'authors', 0, 'email');
  return plain ?? (name !== null && email !== null ? `${name} <${email}>` : (name ?? email));
}
