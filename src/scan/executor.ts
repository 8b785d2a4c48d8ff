import type { Blob } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { crashed } from './crashed.ts';
import { type Inside, type Inspected, type InspectOptions, inspect } from './inspect.ts';
import { Turns } from './turns.ts';

/** What was found in a batch of blobs: the inspected ones, and counts of the rest. */
export interface Batch {
  readonly found: readonly Inspected[];
  /** Files whose bytes were searched, and how many bytes that were. What is in an archive is not counted. */
  readonly files: number;
  readonly bytes: number;
  /** Files of which nothing was read, each of them reported. */
  readonly failed: number;
}

/**
 * What is done with blobs: `search` looks for keywords first, `read` reads whatever stands in them, `loaded` reads them as
 * production, whatever folder they stand in, and `keys` looks for keys alone.
 */
export type Task = 'search' | 'read' | 'loaded' | 'keys';

/** Inspects blobs, here or on other threads, with the same result. */
export interface Executor {
  inspect(blobs: readonly Blob[], task: Task): Promise<Batch>;
  close(): Promise<void>;
}

/** Inspects a batch in this thread. A blob that is searched and holds nothing of interest leaves only its size. */
export async function inspectBatch(
  blobs: readonly Blob[],
  task: Task,
  rules: RuleSet,
  options: InspectOptions,
): Promise<Batch> {
  const found: Inspected[] = [];
  const how = adapted(options, task);
  let [files, bytes, failed] = [0, 0, 0];
  for (const blob of blobs) {
    const one = await guarded(blob, rules, how);
    const isAsked = task === 'read' || task === 'loaded';
    const inspection = one.inspection && (isAsked || says(one.inspection)) ? one.inspection : null;
    const inside = one.inside && { ...one.inside, inspections: one.inside.inspections.filter(says) };
    if (inspection || one.problem || (inside && holds(inside))) found.push({ ...one, inspection, inside });
    if (one.inspection || one.bytes > 0 || !one.problem) files++;
    else failed++;
    bytes += one.bytes;
  }
  return { found, files, bytes, failed };
}

function adapted(options: InspectOptions, task: Task): InspectOptions {
  switch (task) {
    case 'search':
      return options;
    case 'read':
      return { ...options, always: /^/ };
    case 'loaded':
      return { ...options, always: /^/, isLoaded: true };
    case 'keys':
      return { ...options, always: /(?!)/, keysOnly: true };
    default:
      return task satisfies never;
  }
}

/**
 * A file with a keyword and nothing behind it is not kept: where another file leads to it, it is read again. In C# the
 * names that stand in it may yet be imported by another file of its project.
 */
function says({ evidence, manifest, suppressions, problems, language, loose, placeholders }: Inspection): boolean {
  if (language === 'csharp' && loose.length > 0) return true;
  return placeholders > 0 || evidence.length > 0 || manifest !== null || suppressions.length > 0 || problems.length > 0;
}

function holds({ inspections, problems }: Inside): boolean {
  return inspections.length + problems.length > 0;
}

/** One file that brings a reader down costs that file: it is reported, and the scan goes on. */
async function guarded(blob: Blob, rules: RuleSet, options: InspectOptions): Promise<Inspected> {
  try {
    return await inspect(blob, rules, options);
  } catch (error) {
    const problem = crashed(blob.place, blob.origin.path, error);
    return { bytes: 0, inspection: null, problem, inside: null };
  }
}

/** In this thread, a batch at a time, because what is read is only there until the next is read. For small inputs. */
export function inProcess(rules: RuleSet, options: InspectOptions): Executor {
  const turns = new Turns(1);
  return {
    inspect: (blobs, task) => turns.take(() => inspectBatch(blobs, task, rules, options)),
    close: async () => {},
  };
}
