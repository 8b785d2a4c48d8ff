import type { Document } from '../model/document.ts';
import type { EntryFact } from '../model/fact.ts';
import { charted, isValues } from './helm.ts';
import { documentsOf, type Workload, workloadsOf } from './manifests.ts';
import { tasks } from './task.ts';

type Entries = readonly EntryFact[];

/** What a compose file, Kubernetes manifests, the values of a chart or a task definition run. */
export interface Running {
  readonly entries: Entries;
  /** The documents of the file, by the number that a workload has. */
  readonly documents: readonly Entries[];
  readonly workloads: readonly Workload[];
  readonly kind: 'manifests' | 'chart' | 'task';
}

/** The workloads of a file; none where it is something else. */
export function workloadsIn({ file, facts }: Pick<Document, 'file' | 'facts'>): Running {
  const entries = facts.filter((fact) => fact.kind === 'entry');
  const isTask = /\.json$/i.test(file) && entries.some(({ path }) => path[0] === 'containerDefinitions');
  const documents = /\.ya?ml$/i.test(file) ? documentsOf(entries) : isTask ? [entries] : [];
  if (isTask) return { entries, documents, workloads: tasks(entries), kind: 'task' };
  if (isValues(file)) return { entries, documents, workloads: charted(file, entries, 0), kind: 'chart' };
  return { entries, documents, workloads: workloadsOf(file, documents), kind: 'manifests' };
}
