import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { brought } from '../../src/model/brought.ts';
import type { EvidenceOf } from '../../src/model/evidence.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Report } from '../../src/model/report.ts';
import { openaiKey } from '../key.ts';
import { addFiles, git, makeTree } from '../sources/tree.ts';
import { scanAt } from '../world.ts';

/** A line of an environment file with a key that the seed decides. */
export function leak(seed: string): string {
  return `OPENAI_API_KEY=${openaiKey(seed)}\n`;
}

/** A repository whose commits a test makes one by one, each a day after the one before. */
export class Past {
  readonly root: string;
  #day = 0;

  constructor(format: 'sha1' | 'sha256' = 'sha1') {
    this.root = makeTree();
    git(this.root, 'init', '-q', '--template=', `--object-format=${format}`);
  }

  /** Writes files, takes those away that are `null`, and commits; the id of the commit. */
  commit(files: Readonly<Record<string, string | Uint8Array | null>>, message = 'change'): string {
    this.write(files);
    git(this.root, 'add', '-A', '-f');
    git(this.root, 'commit', '-q', '--allow-empty', '-m', message, '--date', this.#date());
    return this.head();
  }

  /** Writes files, and takes those away that are `null`. */
  write(files: Readonly<Record<string, string | Uint8Array | null>>): void {
    for (const [path, content] of Object.entries(files)) {
      if (content === null) rmSync(join(this.root, path));
      else addFiles(this.root, { [path]: content });
    }
  }

  git(...words: string[]): string {
    return git(this.root, ...words).trim();
  }

  head(): string {
    return this.git('rev-parse', 'HEAD');
  }

  #date(): string {
    this.#day++;
    return `2025-02-${String(this.#day).padStart(2, '0')}T10:00:00+0000`;
  }
}

/** Scans a repository with its history. */
export function scanPast(root: string, options: Parameters<typeof scanAt>[1] = {}): Promise<Report> {
  return scanAt([root], { history: true, ...options });
}

/** The findings of RC201: `file:line commit`, the first seven digits of it. */
export function places(report: Report): string[] {
  return brought(report)
    .findings.filter(({ check }) => check === 'RC201')
    .map(place);
}

function place({ file, line, commit }: Pick<Finding, 'file' | 'line' | 'commit'>): string {
  return `${file}:${line}${commit ? ` ${commit.slice(0, 7)}` : ''}`;
}

/** Evidence of keys in history. */
export function pastKeys({ unattached }: Report): EvidenceOf<'key'>[] {
  return unattached.filter((one) => one.kind === 'key').filter(({ history }) => history !== null);
}
