import { statSync } from 'node:fs';
import { sha256 } from '../../text/fingerprint.ts';
import { keep, readKept } from '../keep.ts';

/** A document as it was fetched before. */
export interface Kept {
  readonly bytes: Buffer;
  /** SHA-256 of the bytes, hex. */
  readonly digest: string;
  readonly etag: string | null;
}

const form = /^rollcall-document 1 ([0-9a-f]{64}) (-|(?:W\/)?"[\x21\x23-\x7e]{0,200}")\n/;

/** The document of a URL that an earlier run kept; `null` where there is none, or it is not as it was written. */
export function readCached(folder: string, url: string): Kept | null {
  if (!isPrivate(folder)) return null;
  const file = readKept(folder, nameOf(url));
  const [head = '', digest = '', etag = '-'] = form.exec(file?.toString('latin1', 0, 400) ?? '') ?? [];
  const bytes = file?.subarray(head.length);
  if (!bytes || head === '' || sha256(bytes) !== digest) return null;
  return { bytes, digest, etag: etag === '-' ? null : etag };
}

/** Keeps a document for its owner alone. What went wrong is a sentence, '' where nothing did. */
export function keepCached(folder: string, url: string, { bytes, digest, etag }: Kept): string {
  const head = Buffer.from(`rollcall-document 1 ${digest} ${etag ?? '-'}\n`, 'latin1');
  const fault = keep(folder, nameOf(url), Buffer.concat([head, bytes]));
  return fault === '' && !isPrivate(folder) ? `${folder} is not this user's alone to write to, and is not read` : fault;
}

/** The URL may hold what is secret. */
function nameOf(url: string): string {
  return `registry-${sha256(url)}`;
}

/** Whoever else can write there could keep an approval there. */
function isPrivate(folder: string): boolean {
  const stats = statSync(folder, { throwIfNoEntry: false });
  const isOwn = stats?.uid === (process.getuid?.() ?? stats?.uid);
  return stats?.isDirectory() === true && isOwn && (stats.mode & 0o022) === 0;
}
