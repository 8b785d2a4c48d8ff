import type { Document } from '../model/document.ts';
import type { Evidence, IdentityEvidence, Whose, WorkloadEvidence } from '../model/evidence.ts';
import type { EntryFact } from '../model/fact.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { imageName } from '../text/image.ts';
import { evidenceBase } from './base.ts';
import { type Deployed, deployedBy } from './functions.ts';
import { annotations, chartAccount, partOf } from './helm.ts';
import { imageBuild } from './image-build.ts';
import { isKubernetes, startsWith, textAt, type Workload } from './manifests.ts';
import { settings } from './settings.ts';
import { taskRole } from './task.ts';
import { workloadsIn } from './workloads.ts';

/** What a compose file or Kubernetes manifests run: model servers, workloads with what they are handed, and the accounts they run under. */
export function* workload(document: Document, rules: RuleSet): Iterable<Evidence> {
  yield* imageBuild(document);
  const { entries, documents, workloads, kind } = workloadsIn(document);
  const deployed = deployedBy(document.file, entries);
  const owners = new Map([...owning(workloads, documents), ...deployed.flatMap(owned)]);
  yield* settings(document, entries, rules, (entry) => owners.get(entry) ?? null);
  for (const one of workloads) yield* running(document, one, documents[one.document] ?? [], rules);
  for (const one of deployed) yield* deploying(document, one);
  const runAs = new Map(workloads.flatMap((one) => accountOf(one, documents[one.document] ?? [])));
  for (const own of documents) if (isKubernetes(own)) yield* accounts(document, own, runAs);
  const role = kind === 'task' ? taskRole(entries) : undefined;
  if (role?.value) yield { ...identity(document, role, `aws:${role.value}`), ...whoseOf(workloads) };
  if (kind === 'chart')
    yield* bound(document, annotations(entries), (entry) => partOf(entry, workloads)?.whose ?? null);
}

/** Whose all workloads of a file are, where that is one. */
function whoseOf([first, ...others]: readonly Workload[]): { readonly whose?: Whose } {
  return first?.whose && others.length === 0 ? { whose: first.whose } : {};
}

/** What is said of a function belongs to the folder of its code. */
function owned({ folder, own }: Deployed): [EntryFact, Whose][] {
  return folder === null ? [] : own.map((entry) => [entry, { folder, image: null }]);
}

/** A function, what starts it and the account it runs under. Code elsewhere than beside the configuration is told by its folder. */
function* deploying(
  document: Document,
  { name, at, folder, triggers, account }: Deployed,
): Iterable<WorkloadEvidence | IdentityEvidence> {
  const own = folder === null ? {} : { whose: { folder, image: null } };
  const base = evidenceBase(document, at.at, { rule: 'workload', confidence: 'high', weight: 'mention' });
  yield { kind: 'workload', ...base, ...own, name, image: null, build: folder, serves: false, triggers };
  if (account) yield { ...identity(document, account.entry, `${account.cloud}:${account.entry.value}`), ...own };
}

/** Which workload an entry belongs to: the one it stands in, or the pod around it. */
function owning(workloads: readonly Workload[], documents: readonly (readonly EntryFact[])[]): Map<EntryFact, Whose> {
  const found = new Map<EntryFact, Whose>();
  for (const { path, document, whose } of workloads) {
    if (!whose) continue;
    for (const entry of documents[document] ?? []) if (startsWith(entry, path)) found.set(entry, whose);
  }
  return found;
}

function* running(
  document: Document,
  { name, at, image, path, whose }: Workload,
  entries: readonly EntryFact[],
  rules: RuleSet,
): Iterable<WorkloadEvidence | IdentityEvidence> {
  const rule = image === null ? null : server(image, rules);
  const provider = rule !== null && rules.subjects.get(rule)?.kind === 'provider' ? rule : null;
  const schedule = textAt(entries, ['kind']) === 'CronJob';
  const own = whose ? { whose } : {};
  const namespace = isKubernetes(entries) ? textAt(entries, ['metadata', 'namespace']) : null;
  yield {
    kind: 'workload',
    ...evidenceBase(document, at.valueAt, {
      rule: rule ?? 'workload',
      provider,
      confidence: 'high',
      weight: 'mention',
    }),
    ...own,
    name,
    image,
    build: whose?.folder ?? null,
    serves: rule !== null,
    triggers: schedule ? ['schedule'] : [],
    ...(namespace === null ? {} : { namespace }),
  };
  const account = accountEntry(entries, path);
  if (!account || account.value === 'default') return;
  yield { ...identity(document, account, accountName(entries, account.value)), ...own };
}

/** The model server that an image holds, from whatever registry it is pulled; null for any other image. */
function server(image: string, { images }: RuleSet): string | null {
  const name = imageName(image);
  for (let at = 0; ; ) {
    const rule = images.get(name.slice(at));
    if (rule !== undefined) return rule;
    const slash = name.indexOf('/', at);
    if (slash < 0 || name.indexOf('/', slash + 1) < 0) return null;
    at = slash + 1;
  }
}

/** The entry that names the account of a workload. */
export function accountEntry(entries: readonly EntryFact[], path: Workload['path']): EntryFact | undefined {
  if (isKubernetes(entries)) return entries.find((entry) => isAccount(entry, path));
  const account = chartAccount(entries, path);
  return account?.value ? account : undefined;
}

/** The account that a workload runs under, with whose workload it is. */
function accountOf({ path, whose }: Workload, entries: readonly EntryFact[]): [string, Whose][] {
  const account = accountEntry(entries, path);
  return account && whose ? [[account.value, whose]] : [];
}

function isAccount({ path }: EntryFact, container: readonly (string | number)[]): boolean {
  const pod = container.slice(0, -2);
  return (
    path.length === pod.length + 1 && /^serviceAccount(?:Name)?$/.test(String(path.at(-1))) && startsWith({ path }, pod)
  );
}

function accountName(entries: readonly EntryFact[], name: string): string {
  const namespace = textAt(entries, ['metadata', 'namespace']);
  return `k8s:${namespace === null ? '' : `ns/${namespace}/`}sa/${name}`;
}

/** Cloud identities that annotations bind to a service account, by their key. */
const bindings: Readonly<Record<string, string>> = {
  'eks.amazonaws.com/role-arn': 'aws',
  'iam.gke.io/gcp-service-account': 'gcp',
  'azure.workload.identity/client-id': 'azure',
};

function* accounts(
  document: Document,
  entries: readonly EntryFact[],
  runAs: ReadonlyMap<string, Whose>,
): Iterable<IdentityEvidence> {
  if (textAt(entries, ['kind']) !== 'ServiceAccount') return;
  const whose = runAs.get(textAt(entries, ['metadata', 'name']) ?? '');
  yield* bound(document, entries, () => whose ?? null);
}

/** What annotations bind to a service account. */
function* bound(
  document: Document,
  entries: readonly EntryFact[],
  whoseOf: (entry: EntryFact) => Whose | null,
): Iterable<IdentityEvidence> {
  for (const entry of entries) {
    const cloud = bindings[String(entry.path.at(-1))];
    if (cloud === undefined || entry.value === '') continue;
    const whose = whoseOf(entry);
    yield { ...identity(document, entry, `${cloud}:${entry.value}`), ...(whose ? { whose } : {}) };
  }
}

function identity(document: Document, entry: EntryFact, name: string): IdentityEvidence {
  const base = evidenceBase(document, entry.valueAt, { rule: 'workload', confidence: 'high', weight: 'mention' });
  return { kind: 'identity', ...base, name };
}
