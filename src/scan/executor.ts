import type { Blob } from '../model/blob.ts';
import type { Inspection } from '../model/document.ts';
import type { RuleSet } from '../model/ruleset.ts';
import { type Inspected, type InspectOptions, inspect } from './inspect.ts';
import { Turns } from './turns.ts';

/** What was found in a batch of blobs: the inspected ones, and counts of the rest. */
export interface Batch {
  readonly found: readonly Inspected[];
  /** Files whose bytes were searched, and how many bytes that were. */
  readonly files: number;
  readonly bytes: number;
}

/** What is done with blobs: `search` looks for keywords first, `read` reads whatever stands in them. */
export type Task = 'search' | 'read';

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
  const how = task === 'read' ? { ...options, always: /^/ } : options;
  let files = 0;
  let bytes = 0;
  for (const blob of blobs) {
    const one = await guarded(blob, rules, how);
    const inspection = one.inspection && (task === 'read' || says(one.inspection)) ? one.inspection : null;
    if (inspection || one.problem) found.push({ ...one, inspection });
    if (one.inspection || one.bytes > 0 || !one.problem) files++;
    bytes += one.bytes;
  }
  return { found, files, bytes };
}

/**
 * A file with a keyword and nothing behind it is not kept: where another file leads to it, it is read again. In C# the
 * names that stand in it may yet be imported by another file of its project.
 */
function says({ evidence, manifest, suppressions, problems, language, loose, placeholders }: Inspection): boolean {
  if (language === 'csharp' && loose.length > 0) return true;
  return placeholders > 0 || evidence.length > 0 || manifest !== null || suppressions.length > 0 || problems.length > 0;
}

/** One file that brings a reader down costs that file: it is reported, and the scan goes on. */
async function guarded(blob: Blob, rules: RuleSet, options: InspectOptions): Promise<Inspected> {
  try {
    return await inspect(blob, rules, options);
  } catch (error) {
    const what = error instanceof Error ? error.name : 'an error';
    const message = `could not be read: ${what} while reading it; please report this file's kind`;
    return {
      bytes: 0,
      inspection: null,
      problem: {
        kind: 'problem',
        place: blob.place,
        file: blob.origin.path,
        reason: 'crashed',
        message,
        incomplete: true,
      },
    };
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
