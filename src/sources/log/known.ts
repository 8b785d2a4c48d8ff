import { basename, dirname } from 'node:path';
import { sha256 } from '../../text/fingerprint.ts';
import { keep, readKept } from '../keep.ts';

/** What was announced, by digest: an earlier run is not repeated, and the file tells nobody who calls. */
export interface KnownCallers {
  has(key: string): boolean;
  add(key: string): void;
  /** Writes what is known by now. */
  save(): void;
}

/** More are not kept: what is announced twice is better than a file without end. */
const most = 100_000;

/** Reads what earlier runs announced; nothing being there, or something else, is no fault. */
export function knownCallers(path: string): KnownCallers {
  const text = readKept(dirname(path), basename(path))?.toString('utf8') ?? '';
  const digests = new Set(text.split('\n').filter((line) => /^[0-9a-f]{32}$/.test(line)));
  let changed = false;
  return {
    has: (key) => digests.has(digestOf(key)),
    add: (key) => {
      if (digests.size >= most) return;
      digests.add(digestOf(key));
      changed = true;
    },
    save: () => {
      if (!changed) return;
      changed = false;
      keep(dirname(path), basename(path), Buffer.from([...digests, ''].join('\n')));
    },
  };
}

function digestOf(key: string): string {
  return sha256(key).slice(0, 32);
}
