import type { Document } from '../../model/document.ts';
import type { GrantEvidence } from '../../model/evidence.ts';
import type { EntryFact } from '../../model/fact.ts';
import { entryAt, isKubernetes, startsWith, textAt, type Workload } from '../manifests.ts';
import { taskRole } from '../task.ts';
import { accountEntry } from '../workload.ts';
import { workloadsIn } from '../workloads.ts';
import { granted } from './granted.ts';

type Entries = readonly EntryFact[];

/**
 * Workloads without an account of their own. It is said of a manifest that is whole: a patch and a template of a chart may
 * get theirs elsewhere.
 */
export function* account(document: Document): Iterable<GrantEvidence> {
  const { kind, entries, documents, workloads } = workloadsIn(document);
  if (kind === 'chart' || document.text.includes('{{')) return;
  const saying = { what: 'account', by: 'workload' } as const;
  for (const { at, document: index, path, whose } of workloads) {
    const own = documents[index] ?? [];
    const isBare = kind === 'task' ? !taskRole(entries)?.value : isBarePod(own, path);
    if (!isBare) continue;
    const name = kind === 'task' ? 'no task role' : 'default';
    yield granted(document, { ...saying, name, at: at.valueAt, whose });
  }
}

function isBarePod(entries: Entries, path: Workload['path']): boolean {
  if (!isKubernetes(entries) || !isWhole(entries)) return false;
  const account = accountEntry(entries, path)?.value ?? '';
  if (account !== '' && account !== 'default') return false;
  const pod = path.slice(0, -2);
  return entryAt(entries, [...pod, 'automountServiceAccountToken'])?.value !== 'false';
}

/** What a kind must have to be taken by a cluster; a patch has only what it changes. */
function isWhole(entries: Entries): boolean {
  switch (textAt(entries, ['kind'])) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
      return entries.some((entry) => startsWith(entry, ['spec', 'selector']));
    case 'CronJob':
      return textAt(entries, ['spec', 'schedule']) !== null;
    case 'Job':
    case 'Pod':
      return textAt(entries, ['metadata', 'name']) !== null;
    default:
      return false;
  }
}
