/** A commit object, as far as history is told by it. Ids are hex digits. */
export interface Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  /** When its author made it, in seconds since 1970; `null` where that cannot be made out. */
  readonly seconds: number | null;
}

/** What a tag object stands at. */
export interface Tag {
  readonly object: string;
  readonly type: string;
}

const id = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/** Reads a commit; `null` for what is none. The lines before the message have a fixed order, and none of them is trusted. */
export function parseCommit(bytes: Buffer): Commit | null {
  const head = headOf(bytes);
  const tree = /^tree ([0-9a-f]+)$/.exec(head[0] ?? '')?.[1] ?? '';
  if (!id.test(tree)) return null;

  const parents: string[] = [];
  for (let line = 1; head[line]?.startsWith('parent '); line++) parents.push(head[line]?.slice(7) ?? '');
  if (!parents.every((parent) => id.test(parent))) return null;

  const author = head.find((line) => line.startsWith('author ')) ?? '';
  return { tree, parents, seconds: secondsOf(author) };
}

/** When a commit was put where it is, in seconds since 1970; `null` where that cannot be made out. */
export function committedAt(bytes: Buffer): number | null {
  const committer = headOf(bytes).find((line) => line.startsWith('committer ')) ?? '';
  return secondsOf(committer);
}

/** Reads a tag; `null` for what is none. */
export function parseTag(bytes: Buffer): Tag | null {
  const [first = '', second = ''] = headOf(bytes);
  const object = /^object ([0-9a-f]+)$/.exec(first)?.[1] ?? '';
  const type = /^type (commit|tree|blob|tag)$/.exec(second)?.[1];
  return id.test(object) && type !== undefined ? { object, type } : null;
}

/** Seconds since 1970 as a time in UTC; `null` where no calendar has it. */
export function isoOf(seconds: number | null): string | null {
  if (seconds === null || seconds > 253_402_300_799) return null;
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function secondsOf(line: string): number | null {
  const seconds = /> (\d{1,12}) [+-]\d{4}$/.exec(line)?.[1];
  return seconds === undefined ? null : Number(seconds);
}

function headOf(bytes: Buffer): string[] {
  const end = bytes.indexOf('\n\n');
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end).split('\n');
}
