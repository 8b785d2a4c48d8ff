import type { ServiceRule } from '../../model/credential.ts';
import type { Document } from '../../model/document.ts';
import type { GrantEvidence, Whose } from '../../model/evidence.ts';
import type { EntryFact } from '../../model/fact.ts';
import type { Position } from '../../model/origin.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { imageName } from '../../text/image.ts';
import { deployedBy } from '../functions.ts';
import { joined, startsWith, textAt, type Workload } from '../manifests.ts';
import { secretKeys, variableName } from '../settings.ts';
import { workloadsIn } from '../workloads.ts';
import { granted } from './granted.ts';
import { named } from './named.ts';
import { hostOf, weighed } from './value.ts';

type Entries = readonly EntryFact[];

/** What workloads are handed by the file that runs them, and what an image has built in. */
export function* handedOver(document: Document, rules: RuleSet): Iterable<GrantEvidence> {
  yield* builtIn(document, rules);
  const { documents, entries, workloads } = workloadsIn(document);
  yield* deployed(document, entries, rules);
  for (const workload of workloads) {
    const own = (documents[workload.document] ?? []).filter((entry) => startsWith(entry, workload.path));
    const inner = workloads.filter((one) => one !== workload && startsWith(one, workload.path));
    const alone = own.filter((entry) => !inner.some(({ path }) => startsWith(entry, path)));
    yield* variables(document, alone, workload.whose, { workloads, rules });
    yield* wholes(document, alone, workload, besides(workloads, rules));
    yield* homes(document, alone, workload, rules);
  }
}

/** Variables of functions: their own, and those of all that the file deploys. */
function* deployed(document: Document, entries: Entries, rules: RuleSet): Iterable<GrantEvidence> {
  const functions = deployedBy(document.file, entries);
  if (functions.length === 0) return;
  const apart = functions.filter(({ folder }) => folder !== null);
  const taken = new Set(apart.flatMap(({ own }) => own));
  const shared = entries.filter((entry) => !taken.has(entry));
  yield* variables(document, shared, null, { workloads: [], rules });
  for (const { folder, own } of apart)
    yield* variables(document, own, { folder, image: null }, { workloads: [], rules });
}

/** `ENV NAME=value` of a Dockerfile. What an `ARG` holds is gone when the image runs. */
function* builtIn(document: Document, rules: RuleSet): Iterable<GrantEvidence> {
  if (!buildsImage(document.file)) return;
  const lines = document.text.split(/\r\n?|\n/);
  for (const fact of document.facts) {
    if (fact.kind !== 'entry' || fact.path.length !== 1 || !isEnvironment(lines, fact.at)) continue;
    const name = String(fact.path[0]);
    const found = named(name, rules);
    if (!found || found.what === 'model') continue;
    const { variable, what } = found;
    const confidence = weighed(fact.value, variable);
    if (confidence === null) continue;
    yield granted(document, { what, name, by: 'image', at: fact.at, service: variable.service, confidence });
  }
}

/** True for a file that says how an image is built. What its commands read is there while it is built. */
export function buildsImage(file: string): boolean {
  return /(?:^|\/)(?:Dockerfile|Containerfile)(?:\.[\w.-]{1,100})?$|\.dockerfile$/i.test(file);
}

/** Whether the instruction that a line belongs to is ENV. */
function isEnvironment(lines: readonly string[], { line }: Position): boolean {
  let at = line - 1;
  while (at > 0 && /\\[ \t]*$/.test(lines[at - 1] ?? '')) at--;
  return /^[ \t]*ENV\b/i.test(lines[at] ?? '');
}

/** Variables by name, written down or taken from a Secret. */
function* variables(
  document: Document,
  own: Entries,
  whose: Whose | null,
  { workloads, rules }: { readonly workloads: readonly Workload[]; readonly rules: RuleSet },
): Iterable<GrantEvidence> {
  const kept = secretKeys(own);
  const values = new Map(
    own.flatMap((entry) => (entry.path.at(-1) === 'value' ? [[parentOf(entry), entry.value]] : [])),
  );
  for (const entry of own) {
    const set = variableName(entry, document.file);
    const found = set?.environment ? named(set.name, rules) : null;
    if (!set || !found || found.what === 'model') continue;
    const { variable, what } = found;
    const isItem = entry.path.at(-1) === 'name';
    const value = isItem ? (values.get(parentOf(entry)) ?? '') : set.value;
    const isKept = kept.has(parentOf(entry)) || (!isItem && passesOn(entry, set.name));
    const confidence = isKept ? 'high' : weighed(value, variable);
    if (confidence === null || (!isKept && isBeside(value, variable.service, workloads))) continue;
    const { service } = variable;
    yield granted(document, { what, name: set.name, by: 'workload', at: set.at, service, whose, confidence });
  }
}

/** Compose hands on what has no value here from where it is started: `- NAME`, and `NAME:`. */
function passesOn({ path, value }: EntryFact, name: string): boolean {
  if (path[0] !== 'services') return false;
  return typeof path.at(-1) === 'number' ? value === name : value === '';
}

/** A database that the same file runs is a part of what it runs for: its password opens nothing else. */
function isBeside(value: string, { images }: ServiceRule, workloads: readonly Workload[]): boolean {
  const host = value.includes('://') ? hostOf(value) : null;
  if (host !== null) return workloads.some(({ path }) => path.at(-1) === host);
  return workloads.some(({ image }) => image !== null && images.some((name) => serves(image, name)));
}

/** `bitnami/postgresql` serves what `postgresql` does; `postgres-exporter` does not. */
function serves(image: string, name: string): boolean {
  const own = imageName(image);
  return own === name || own.endsWith(`/${name}`);
}

/** Services that a file runs. */
function besides(workloads: readonly Workload[], { credentials }: RuleSet): readonly string[] {
  const services = new Set([...credentials.variables.values()].map(({ service }) => service));
  return [...services].flatMap((service) => (isBeside('', service, workloads) ? service.rule : []));
}

/** Whole files and Secrets. */
function* wholes(
  document: Document,
  own: Entries,
  { whose }: Workload,
  beside: readonly string[],
): Iterable<GrantEvidence> {
  const saying = { by: 'workload', whose, beside } as const;
  for (const { path, value, valueAt: at } of own) {
    if (value === '') continue;
    if (isEnvironmentFile(path)) {
      const name = joined(document.file, withDefaults(value)) ?? value;
      yield granted(document, { ...saying, what: 'file', name, at });
    }
    const isSecret = path.at(-2) === 'secretRef' && path.at(-1) === 'name' && path.some(isSource);
    if (isSecret) yield granted(document, { ...saying, what: 'secret', name: `secret:${value}`, at });
    if (path.at(-3) === 'environmentFiles' && path.at(-1) === 'value')
      yield granted(document, { ...saying, what: 'file', name: value, at });
  }
}

/** `.env.${STAGE:-dev}` as it is where nothing is said. */
function withDefaults(value: string): string {
  return value.replace(/\$\{\w{1,100}:?-([^${}]{0,200})\}/g, '$1');
}

/** `env_file: .env`, a list of them, or a list of `{ path, required }`. */
function isEnvironmentFile(path: EntryFact['path']): boolean {
  const at = path.indexOf('env_file');
  const rest = path.slice(at + 1);
  return at >= 0 && rest.every((key) => typeof key === 'number' || key === 'path');
}

function isSource(key: string | number): boolean {
  return key === 'envFrom' || key === 'extraEnvFrom';
}

/**
 * Logins of the person who starts a container, lent from the home folder. Where somebody sits at it, or starts it each time
 * that it runs, they are used by that person.
 */
function* homes(document: Document, own: Entries, { path, whose }: Workload, rules: RuleSet): Iterable<GrantEvidence> {
  const isAttended = ['tty', 'stdin_open'].some((key) => textAt(own, [...path, key]) === 'true');
  const isKept = own.some(({ path: at, value }) => keepsRunning(at, value));
  if (path[0] !== 'services' || isAttended || !isKept) return;
  for (const { path: at, value, valueAt } of own) {
    const isMount = at.includes('volumes') && (typeof at.at(-1) === 'number' || at.at(-1) === 'source');
    const home = isMount ? /^(?:~|\$HOME|\$\{HOME(?::?-[^}]{0,200})?\})\/([^:]{1,300})/.exec(value)?.[1] : undefined;
    const login = home && rules.credentials.files.find((one) => one.path === home.replace(/\/$/, ''));
    if (login)
      yield granted(document, {
        what: 'personal',
        name: `~/${login.path}`,
        by: 'workload',
        at: valueAt,
        service: login.service,
        whose,
      });
  }
}

/** A service that is started again by itself, or deployed. */
function keepsRunning([, , key]: EntryFact['path'], value: string): boolean {
  return key === 'deploy' || (key === 'restart' && value !== 'no' && value !== '');
}

function parentOf({ path }: Pick<EntryFact, 'path'>): string {
  return path.slice(0, -1).join('\0');
}
