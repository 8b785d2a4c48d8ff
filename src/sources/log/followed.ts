import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RollcallError } from '../../model/error.ts';
import type { Checkpoint } from './checkpoint.ts';
import { follow, liveLogs } from './follow.ts';
import type { Followed } from './following.ts';
import { followJournal } from './journal.ts';
import { merged } from './merged.ts';

/** What is followed, and from where. */
export interface FollowedOptions {
  /** `log:PATH` or `PATH` of a file or a folder, there or not yet; `-` for a pipe; `journal:` for that of systemd. */
  readonly targets: readonly string[];
  readonly cwd: string;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly place: string;
  readonly signal: AbortSignal;
  readonly checkpoint: Checkpoint | null;
  /** True: what stands in the logs already is read first. */
  readonly fromStart: boolean;
  readonly beforeSave?: () => void | Promise<void>;
}

/** What comes to all targets, as it comes. */
export function followed(options: FollowedOptions): AsyncIterable<Followed> {
  const { targets, place, signal, checkpoint, fromStart, beforeSave } = options;
  const names = targets.map((target) => target.replace(/^log:/, ''));
  const saved = checkpoint === null ? {} : { checkpoint };
  const sources: AsyncIterable<Followed>[] = [];
  if (names.includes('-')) sources.push(pipe(options.stdin));
  if (names.includes('journal:'))
    sources.push(followJournal({ place, signal, ...saved, ...(fromStart ? { since: 'today' } : {}) }));
  const paths = names.filter((name) => name !== '-' && name !== 'journal:').map((name) => resolve(options.cwd, name));
  if (paths.length > 0) {
    const list = (): readonly string[] => paths.flatMap((path) => filesAt(path));
    sources.push(follow(list, { place, signal, fromStart, ...saved, ...(beforeSave ? { beforeSave } : {}) }));
  }
  if (sources.length === 0)
    throw new RollcallError('usage', 'nothing is named to watch', {
      hint: 'Name a log, a folder of logs, - for a pipe, or journal:',
    });
  return sources.length === 1 && sources[0] ? sources[0] : merged(sources);
}

/** The live logs of a folder; a path that is no folder is a log, there or not yet. */
function filesAt(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const files = readdirSync(path, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('.'),
  );
  return liveLogs(files.map(({ name }) => join(path, name)));
}

async function* pipe(stdin: AsyncIterable<Uint8Array>): AsyncGenerator<Followed> {
  const base = {
    kind: 'lines',
    path: '<stdin>',
    identity: 'pipe',
    line: 1,
    isContinued: false,
    continues: false,
  } as const;
  let offset = 0;
  for await (const { buffer, byteOffset, byteLength } of stdin) {
    yield { ...base, offset, chunk: Buffer.from(buffer, byteOffset, byteLength) };
    offset += byteLength;
  }
}
