import type { EntryFact } from '../model/fact.ts';
import { entryAt, joined, startsWith, textAt } from './manifests.ts';

type Entries = readonly EntryFact[];

/** A function, worker or service that a serverless configuration deploys. */
export interface Deployed {
  readonly name: string;
  readonly at: EntryFact;
  /** Folder of its code, as a path of the repository; null where that is the configuration's own. */
  readonly folder: string | null;
  readonly triggers: readonly string[];
  /** Entry that names the role or account that it runs under, and whose cloud that is in. */
  readonly account: { readonly entry: EntryFact; readonly cloud: string } | null;
  /** What the configuration says of it alone. */
  readonly own: Entries;
}

/** Functions of one file that are looked at. */
const most = 300;

/** What a configuration of the Serverless Framework, SAM, CloudFormation, Cloudflare, Vercel, Azure Functions or Netlify deploys. */
export function deployedBy(file: string, entries: Entries): readonly Deployed[] {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase();
  if (/^serverless\.(?:ya?ml|json)$/.test(name)) return serverless(file, entries);
  if (/^wrangler\.(?:toml|jsonc?)$/.test(name)) return worker(entries);
  if (name === 'vercel.json') return scheduled(entries, ['crons']);
  if (name === 'netlify.toml') return netlify(entries);
  if (name === 'function.json') return azure(file, entries);
  if (name === 'app.yaml') return appEngine(entries);
  return /\.(?:ya?ml|json|template)$/.test(name) && isTemplate(entries) ? template(file, entries) : [];
}

/** Names that events have in one platform, by the word that serves for all. */
const events: Readonly<Record<string, string>> = {
  httpapi: 'http',
  api: 'http',
  url: 'http',
  schedulev2: 'schedule',
  timer: 'schedule',
};

function trigger(event: string): string {
  const plain = event.toLowerCase().replace(/(?<=.)trigger$/, '');
  return events[plain] ?? plain;
}

function serverless(file: string, entries: Entries): readonly Deployed[] {
  const shared =
    entryAt(entries, ['provider', 'iam', 'role', 'name']) ??
    entryAt(entries, ['provider', 'iam', 'role']) ??
    entryAt(entries, ['provider', 'role']);
  const cloud = clouds[textAt(entries, ['provider', 'name']) ?? 'aws'] ?? 'aws';
  return below(entries, ['functions']).map(({ key: name, own, at }) => {
    const handler = textAt(own, ['functions', name, 'handler']);
    const role = entryAt(own, ['functions', name, 'role']) ?? shared;
    const starts = own.flatMap(({ path, value }) => {
      const [, , key, index, event] = path;
      if (key === 'url' && value !== 'false') return ['url'];
      if (key !== 'events' || typeof index !== 'number') return [];
      return typeof event === 'string' ? [event] : [value];
    });
    const code = handler === null ? null : joined(file, handler.split('/').slice(0, -1).join('/'));
    return deployed({ name, at, folder: code, starts, account: role ? { entry: role, cloud } : null, own });
  });
}

const clouds: Readonly<Record<string, string>> = { aws: 'aws', google: 'gcp', azure: 'azure' };

function isTemplate(entries: Entries): boolean {
  return entries.some(({ path, value }) => path[0] === 'Resources' && path.length === 3 && isFunction(path[2], value));
}

function isFunction(key: string | number | undefined, type: string): boolean {
  return key === 'Type' && (type === 'AWS::Serverless::Function' || type === 'AWS::Lambda::Function');
}

function template(file: string, entries: Entries): readonly Deployed[] {
  return below(entries, ['Resources'])
    .filter(({ own }) => own.some(({ path, value }) => path.length === 3 && isFunction(path[2], value)))
    .map(({ key: name, own, at }) => {
      const path = ['Resources', name, 'Properties'];
      const code = textAt(own, [...path, 'CodeUri']);
      const role = entryAt(own, [...path, 'Role']);
      const starts = own.flatMap(({ path: [, , , key, , field], value }) =>
        key === 'Events' && field === 'Type' ? [value] : [],
      );
      const account = role && role.value !== '' ? { entry: role, cloud: 'aws' } : null;
      return deployed({ name, at, folder: code === null ? null : joined(file, code), starts, account, own });
    });
}

function worker(entries: Entries): readonly Deployed[] {
  const name = entryAt(entries, ['name']);
  if (!name) return [];
  const starts = entries.flatMap(({ path: [key, next] }) => {
    if (key === 'triggers' && next === 'crons') return ['schedule'];
    if (key === 'queues' && next === 'consumers') return ['queue'];
    return key === 'routes' || key === 'route' ? ['http'] : [];
  });
  return [deployed({ name: name.value, at: name, folder: null, starts, account: null, own: [] })];
}

function scheduled(entries: Entries, path: readonly string[]): readonly Deployed[] {
  const at = entries.find((entry) => entry.path.length > path.length && startsWith(entry, path));
  return at ? [deployed({ name: '', at, folder: null, starts: ['schedule'], account: null, own: [] })] : [];
}

function netlify(entries: Entries): readonly Deployed[] {
  return entries.flatMap((entry) => {
    const [key, name, field] = entry.path;
    if (key !== 'functions' || field !== 'schedule' || typeof name !== 'string') return [];
    return [deployed({ name, at: entry, folder: null, starts: ['schedule'], account: null, own: [] })];
  });
}

/** A function of Azure lies in a folder of its own, with its bindings beside it. */
function azure(file: string, entries: Entries): readonly Deployed[] {
  const bindings = entries.filter(
    ({ path: [key, , field], value }) => key === 'bindings' && field === 'type' && /trigger$/i.test(value),
  );
  const [at] = bindings;
  const starts = bindings.map(({ value }) => value);
  const name = file.split('/').at(-2) ?? '';
  return at ? [deployed({ name, at, folder: null, starts, account: null, own: [] })] : [];
}

function appEngine(entries: Entries): readonly Deployed[] {
  const runtime = entryAt(entries, ['runtime']);
  const account = entryAt(entries, ['service_account']);
  if (!runtime || !account) return [];
  const name = textAt(entries, ['service']) ?? '';
  return [
    deployed({ name, at: runtime, folder: null, starts: ['http'], account: { entry: account, cloud: 'gcp' }, own: [] }),
  ];
}

function deployed({ starts, ...rest }: Omit<Deployed, 'triggers'> & { readonly starts: readonly string[] }): Deployed {
  return { ...rest, triggers: [...new Set(starts.map(trigger))].filter((name) => name !== '').sort() };
}

/** What stands below a place, by key. */
function below(entries: Entries, path: readonly string[]): { key: string; own: Entries; at: EntryFact }[] {
  const found = new Map<string, { key: string; own: EntryFact[]; at: EntryFact }>();
  for (const entry of entries) {
    const key = startsWith(entry, path) ? entry.path[path.length] : undefined;
    if (typeof key !== 'string') continue;
    const known = found.get(key);
    if (known) known.own.push(entry);
    else if (found.size < most) found.set(key, { key, own: [entry], at: entry });
  }
  return [...found.values()];
}
