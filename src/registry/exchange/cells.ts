import type { Access } from '../../model/evidence.ts';
import type { Match, ScopedTool } from '../../model/registry.ts';
import type { Stub } from '../stub.ts';
import { sourceOf } from './place.ts';

/**
 * The columns of a registry as CSV. A list has its values on lines of their own within the cell; where there is one line,
 * `;` separates them too. The columns after `credentials` tell of the approval and are written, never read.
 */
export const columns = [
  'id',
  'name',
  'purpose',
  'team',
  'technical',
  'sponsor',
  'repos',
  'images',
  'workloads',
  'match_hosts',
  'identities',
  'providers',
  'models',
  'scope_hosts',
  'frameworks',
  'tools',
  'mcp_servers',
  'data_sinks',
  'dynamic',
  'credentials',
  'status',
  'approved_by',
  'approved_at',
  'expires',
  'evidence',
  'digest',
  'exceptions',
] as const;

export type Column = (typeof columns)[number];

const formula = /^('*[=+\-@\t\r＝＋－＠])/gm;
const armed = /^'('*[=+\-@\t\r＝＋－＠])/gm;

/** A cell that no spreadsheet takes for a formula: a `'` stands before each line that would be one. */
export function arm(text: string): string {
  return text.replace(formula, "'$1");
}

/** The text of a cell before {@link arm}. */
export function disarm(text: string): string {
  return text.replace(armed, '$1');
}

/** A list in one cell. A line break at its end says that `;` separates nothing in it. */
export function join(values: readonly string[]): string {
  const [first] = values;
  return values.length === 1 && first?.includes(';') ? `${first}\n` : values.join('\n');
}

export function split(cell: string): string[] {
  const separator = /[\r\n]/.test(cell) ? /\r\n?|\n/ : /;/;
  return cell
    .split(separator)
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** `github.com/acme/shop//services/triage`, and `github.com/acme/shop` for the whole of it. */
export function joinRepos(repos: Match['repos']): string[] {
  return repos.flatMap(({ repo, paths }) => (paths.length === 0 ? [repo] : paths.map((path) => `${repo}//${path}`)));
}

/** Folders of one repository are one place. The address of a repository, or of a folder as its host shows it, will do too. */
export function splitRepos(values: readonly string[]): Match['repos'] {
  const places = new Map<string, string[]>();
  const whole: Match['repos'][number][] = [];
  for (const value of values) {
    const { repo, paths } = splitRepo(value);
    if (paths.length === 0) whole.push({ repo, paths });
    else places.set(repo, [...(places.get(repo) ?? []), ...paths]);
  }
  return [...whole, ...[...places].map(([repo, paths]) => ({ repo, paths }))];
}

function splitRepo(value: string): Match['repos'][number] {
  if (value.includes('://')) return sourceOf(value) ?? { repo: value, paths: [] };

  const [repo = '', ...steps] = value.split('//');
  return { repo, paths: steps.length === 0 ? [] : [steps.join('//')] };
}

/** `issue_refund | write | human`; as JSON where the name itself could be read so. */
export function joinTool({ name, access, approval }: ScopedTool): string {
  if (/[|{]/.test(name)) return JSON.stringify({ name, access, approval });
  return [name, access, approval].filter((word) => word !== undefined).join(' | ');
}

export function splitTool(text: string): ScopedTool {
  const { name, access, approval } = object(text) ?? inSlots(text);
  return {
    name: typeof name === 'string' ? name : text,
    ...(isAccess(access) ? { access } : {}),
    ...(approval === 'human' || approval === 'none' ? { approval } : {}),
  };
}

function inSlots(text: string): Readonly<Record<string, unknown>> {
  const [name = '', ...words] = text.split(' | ').map((word) => word.trim());
  const access = words.find(isAccess);
  const approval = words.find((word) => word === 'human' || word === 'none');
  const understood = words.every((word) => word === access || word === approval);
  return understood ? { name, access, approval } : {};
}

function isAccess(word: unknown): word is Access {
  return word === 'read' || word === 'write' || word === 'execute' || word === 'unknown';
}

/** `OPENAI_API_KEY | vault:kv/openai | unique`; `-` where one of the first two is not known. */
export function joinCredential({ env, ref, unique }: Stub['credentials'][number]): string {
  if ([env, ref].some((word) => word === '-' || (word !== null && /[|{]/.test(word))))
    return JSON.stringify({ env, ref, unique });

  return [env ?? '-', ...(ref !== null || unique ? [ref ?? '-'] : []), ...(unique ? ['unique'] : [])].join(' | ');
}

export function splitCredential(text: string): Stub['credentials'][number] {
  const json = object(text);
  if (json) return { env: word(json.env), ref: word(json.ref), unique: json.unique === true };

  const [env = '-', ref = '-', unique] = text.split(' | ').map((each) => each.trim());
  return { env: env === '-' ? null : env, ref: ref === '-' ? null : ref, unique: unique === 'unique' };
}

function word(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function object(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
