import type { Document } from '../model/document.ts';
import type { EntryFact } from '../model/fact.ts';
import { type PipelineKind, pipelineKind, scriptOwner } from '../text/pipeline.ts';
import type { Step } from './steps.ts';

type Path = EntryFact['path'];

/** Steps and variables of one file that are looked at: beyond them another says nothing new. */
const most = { steps: 200, variables: 1000 };

/**
 * The steps of a pipeline of GitLab, CircleCI, Azure, Bitbucket and others whose script is `wanted`, line by line where it
 * is a list; null for a file that is no pipeline.
 */
export function pipelineSteps({ file, facts }: Document, wanted: (script: string) => boolean): readonly Step[] | null {
  const entries = facts.filter((fact) => fact.kind === 'entry');
  const kind = pipelineKind(file) ?? (/\.ya?ml$/i.test(file) && isTemplate(entries) ? 'gitlab' : null);
  if (!kind) return null;
  const variables = entries.flatMap(variableOf).slice(0, most.variables);
  const stored = entries.filter(({ path }) => path.some((key) => typeof key === 'string' && stores.has(key)));
  const scripts = entries.filter(({ path, value }) => scriptOwner(kind, path) && wanted(value));
  return scripts.slice(0, most.steps).map((entry): Step => {
    const owner = scriptOwner(kind, entry.path) ?? [];
    const handed = variables.filter(({ scope }) => startsWith(owner, scope));
    return {
      entries: new Map([['run', entry]]),
      inherited: [handed.map((one) => one.entry)],
      secrets: [...handed.flatMap(({ secret }) => secret ?? []), ...secretsOf(stored, owner)],
      triggers: triggersOf(kind, entries, owner),
    };
  });
}

/** Jobs of GitLab wherever they lie, for other pipelines to include: a script, and when or where it runs. */
function isTemplate(entries: readonly EntryFact[]): boolean {
  const scripted = new Set(entries.flatMap(({ path: [job, key] }) => (key === 'script' ? [job] : [])));
  return entries.some(
    ({ path: [job, key] }) => scripted.has(job) && /^(?:stage|rules|only|image|extends)$/.test(String(key)),
  );
}

/** A variable of a job, or of all jobs below its scope. */
interface Variable {
  readonly scope: Path;
  /** As an entry of `env`, whatever the system calls that. */
  readonly entry: EntryFact;
  /** Name in the store of the CI system. */
  readonly secret: string | null;
}

function variableOf(entry: EntryFact): Variable[] {
  const { path, value } = entry;
  const at = path.findIndex((key) => key === 'env' || key === 'environment' || key === 'variables');
  const name = path[at + 1];
  if (at < 0 || typeof name !== 'string') return [];
  const rest = path.slice(at + 2).join('.');
  if (rest !== '' && rest !== 'value' && rest !== 'from_secret') return [];
  const macro = /^\$\(([\w.-]{1,200})\)$/.exec(value)?.[1] ?? null;
  const secret = rest === 'from_secret' ? value : macro;
  const own = { ...entry, path: ['env', name], value: secret === null ? value : `$${secret}` };
  return [{ scope: path.slice(0, at), entry: own, secret }];
}

/** Keys under which a job lists what it takes from a store: GitLab's, Buildkite's, those of AWS, of Jenkins. */
const stores: ReadonlySet<string> = new Set(['secrets', 'secrets-manager', 'parameter-store', 'credentials']);

/** Names that secrets have in their store, of those that a job takes. */
function secretsOf(entries: readonly EntryFact[], owner: Path): string[] {
  return entries.flatMap(({ path, value }) => {
    const at = path.findIndex((key) => typeof key === 'string' && stores.has(key));
    const scope = path.slice(0, path[at - 1] === 'env' ? at - 1 : Math.max(at, 0));
    const named = path.length === at + 2 || /^(?:vault|path|name)$/.test(String(path.at(-1)));
    return at >= 0 && named && value !== '' && startsWith(owner, scope) ? [value] : [];
  });
}

/** What starts a job, in the words of its CI system; empty where the file does not say. */
function triggersOf(kind: PipelineKind, entries: readonly EntryFact[], owner: Path): string[] {
  const found = new Set(starts[kind](entries, owner));
  return [...found].sort();
}

const starts: Readonly<Record<PipelineKind, (entries: readonly EntryFact[], owner: Path) => string[]>> = {
  gitlab: (entries, owner) => or(gitlab(entries, owner), 'push'),
  circleci,
  azure: (entries) =>
    or(
      entries.flatMap(({ path: [key], value }) => (value === 'none' ? [] : (azure[String(key)] ?? []))),
      'push',
    ),
  bitbucket: (_entries, owner) => [bitbucket[String(owner[1])] ?? 'push'],
  woodpecker: (entries, owner) => or(woodpecker(entries, owner), 'push'),
  travis: () => ['push'],
  buildkite: () => [],
  codebuild: () => [],
  jenkins: (entries) =>
    entries.flatMap(({ path: [key, name] }) => (key === 'triggers' ? (jenkins[String(name)] ?? []) : [])),
};

const azure: Readonly<Record<string, string[]>> = { trigger: ['push'], pr: ['pull_request'], schedules: ['schedule'] };
const bitbucket: Readonly<Record<string, string>> = { 'pull-requests': 'pull_request', custom: 'manual' };
const jenkins: Readonly<Record<string, string[]>> = {
  cron: ['schedule'],
  pollSCM: ['push'],
  githubPush: ['push'],
  upstream: ['upstream'],
};

function or(found: readonly string[], otherwise: string): string[] {
  return found.length > 0 ? [...found] : [otherwise];
}

/** A workflow with a schedule starts by that alone; any other with a push. */
function circleci(entries: readonly EntryFact[]): string[] {
  const own = entries.filter(({ path }) => path[0] === 'workflows' && path.length > 2);
  const scheduled = new Set(own.flatMap(({ path }) => (path.includes('schedule') ? [path[1]] : [])));
  const pushed = own.length === 0 || own.some(({ path }) => !scheduled.has(path[1]));
  return [...(pushed ? ['push'] : []), ...(scheduled.size > 0 ? ['schedule'] : [])];
}

/** Sources that the rules of a job ask for, or those of the whole pipeline; by GitLab's own names. */
function gitlab(entries: readonly EntryFact[], owner: Path): string[] {
  return entries.flatMap(({ path, value }) => {
    const [head, key, index, name] = path;
    const mine = head === owner[0] && owner.length > 0;
    if ((mine && key === 'only') || (mine && key === 'when')) return keywords[value] ?? [];
    if (!((mine || head === 'workflow') && key === 'rules' && typeof index === 'number')) return [];
    if (name === 'when' && value === 'manual') return ['manual'];
    if (name !== 'if') return [];
    const named = [...value.matchAll(/\$CI_PIPELINE_SOURCE\s{0,9}==\s{0,9}["']([a-z_]{1,40})["']/g)];
    if (named.length > 0) return named.flatMap(([, source]) => source ?? []);
    if (/\$CI_MERGE_REQUEST_/.test(value)) return ['merge_request_event'];
    return /\$CI_COMMIT_(?:BRANCH|TAG|REF_NAME)/.test(value) ? ['push'] : [];
  });
}

/** What `only` lists, by the name that rules have for it. */
const keywords: Readonly<Record<string, string[]>> = {
  merge_requests: ['merge_request_event'],
  schedules: ['schedule'],
  pushes: ['push'],
  branches: ['push'],
  tags: ['push'],
  main: ['push'],
  master: ['push'],
  web: ['web'],
  api: ['api'],
  triggers: ['trigger'],
  pipelines: ['pipeline'],
  manual: ['manual'],
};

function woodpecker(entries: readonly EntryFact[], owner: Path): string[] {
  return entries.flatMap(({ path, value }) => {
    const at = path.findIndex((key) => key === 'when' || key === 'trigger');
    const event = path[at + 1] === 'event' || (typeof path[at + 1] === 'number' && path[at + 2] === 'event');
    return at >= 0 && event && startsWith(owner, path.slice(0, at)) && value !== '' ? [value] : [];
  });
}

/** Whether a path is, or lies below, another. */
function startsWith(path: Path, head: Path): boolean {
  return head.every((part, index) => path[index] === part);
}
