import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainGit } from './commits.ts';

/** Something that stands in a tree. */
export interface Entry {
  /** As bytes where it is no UTF-8. */
  readonly path: string | Buffer;
  /** Contents, or where a link leads, or the commit of a submodule. */
  readonly data: string | Buffer;
  readonly as?: 'file' | 'program' | 'link' | 'submodule';
}

/** A bare repository as it is to be. Every commit adds its entries to those before. */
export interface History {
  readonly branch: string;
  /** What HEAD names, where that is another branch. */
  readonly head?: string;
  readonly commits: readonly (readonly Entry[])[];
}

const modes = { file: '100644', program: '100755', link: '120000', submodule: '160000' };
/** 2026-01-01, and every commit a minute after the one before. */
const start = 1_767_225_600;

/** Makes an empty bare repository, as `git init` would in many times the time. */
export function makeBare(gitDir: string, branch: string): void {
  for (const folder of ['objects/pack', 'objects/info', 'refs/heads', 'refs/tags']) {
    mkdirSync(join(gitDir, folder), { recursive: true });
  }
  writeFileSync(join(gitDir, 'HEAD'), `ref: refs/heads/${branch}\n`);
  writeFileSync(join(gitDir, 'config'), '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n');
}

/** Writes a bare repository and gives back the commit of its branch. */
export async function writeHistory(gitDir: string, { branch, head, commits }: History): Promise<string> {
  makeBare(gitDir, head ?? branch);
  // A pack whatever its size: else git unpacks the small ones in a process more.
  const settings = ['fastimport.unpackLimit=1', 'core.compression=1', 'core.fsync=none'].flatMap((one) => ['-c', one]);
  const child = spawn('git', [...settings, '--git-dir', gitDir, 'fast-import', '--quiet', '--date-format=raw'], {
    env: plainGit(),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  // The reason is in what it complains of.
  child.stdin.on('error', () => undefined);
  const ended = once(child, 'close');
  for (const [index, entries] of commits.entries()) {
    child.stdin.write(Buffer.concat(commit(branch, index, entries)));
  }
  child.stdin.end();
  const [code] = await ended;
  if (code !== 0) throw new Error(`git fast-import: ${complaint}`);
  return readFileSync(join(gitDir, 'refs/heads', branch), 'utf8').trim();
}

function commit(branch: string, index: number, entries: readonly Entry[]): Buffer[] {
  const date = `${start + index * 60} +0000`;
  const who = 'A Person <person@acme.example>';
  const head = `commit refs/heads/${branch}\nauthor ${who} ${date}\ncommitter ${who} ${date}\n`;
  return [Buffer.from(head), data(`change ${index + 1}\n`), ...entries.flatMap(change), Buffer.from('\n')];
}

function change({ path, data: content, as = 'file' }: Entry): Buffer[] {
  if (as === 'submodule') return [Buffer.from(`M ${modes[as]} ${content} ${quoted(path)}\n`)];
  return [Buffer.from(`M ${modes[as]} inline ${quoted(path)}\n`), data(content)];
}

function data(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

/** A path as C writes strings, with all that is not plain in octal. */
function quoted(path: string | Buffer): string {
  const bytes = [...Buffer.from(path)];
  const isPlain = (byte: number): boolean => byte > 0x20 && byte < 0x7f && byte !== 0x22 && byte !== 0x5c;
  const written = bytes.map((byte) =>
    isPlain(byte) ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`,
  );
  return `"${written.join('')}"`;
}
