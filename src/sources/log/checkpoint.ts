import { basename, dirname } from 'node:path';
import { sha256 } from '../../text/fingerprint.ts';
import { keep, readKept } from '../keep.ts';
import type { Mark, Position } from './position.ts';

const form = /^rollcall-checkpoint 1 ([0-9a-f]{64})\n/;
const cursorForm = /^[\w=;:.-]{1,1000}$/;

/**
 * How far logs were read, in a file that the next run goes on from: for its owner alone, whole or not at all, and of
 * the logs it holds nothing but digests. One that is damaged, or was written by something else, counts as none.
 */
export class Checkpoint {
  /** What was there and cannot be used, as a sentence; `null` where all is well. */
  readonly fault: string | null;
  readonly #path: string;
  #positions: readonly Position[];
  #cursor: string | null;

  /** Reads what is at a path; nothing being there is no fault. */
  constructor(path: string) {
    this.#path = path;
    const bytes = readKept(dirname(path), basename(path));
    const read = bytes === null ? { positions: [], cursor: null } : parsed(bytes.toString('utf8'));
    this.fault = read === null ? 'The checkpoint is damaged or is none of rollcall, and was not used.' : null;
    this.#positions = read?.positions ?? [];
    this.#cursor = read?.cursor ?? null;
  }

  /** Where files of logs were read to. A log that was put away in the midst of that has several. */
  get positions(): readonly Position[] {
    return this.#positions;
  }

  /** Where the journal was read to. */
  get cursor(): string | null {
    return this.#cursor;
  }

  /** Writes it anew, with what is given; what went wrong is a sentence, '' where nothing did. */
  save({ positions = this.#positions, cursor = this.#cursor }: CheckpointState): string {
    this.#positions = positions;
    this.#cursor = cursor;
    const text = `${JSON.stringify({ positions, cursor })}\n`;
    const bytes = Buffer.from(`rollcall-checkpoint 1 ${sha256(text)}\n${text}`);
    return keep(dirname(this.#path), basename(this.#path), bytes);
  }
}

export interface CheckpointState {
  readonly positions?: readonly Position[];
  readonly cursor?: string | null;
}

function parsed(file: string): { positions: Position[]; cursor: string | null } | null {
  const [head = '', digest = ''] = form.exec(file) ?? [];
  const text = file.slice(head.length);
  if (head === '' || sha256(text) !== digest) return null;
  const state = json(text);
  if (!isRecord(state) || !Array.isArray(state.positions) || !state.positions.every(isPosition)) return null;
  const cursor = state.cursor;
  if (cursor !== null && (typeof cursor !== 'string' || !cursorForm.test(cursor))) return null;
  return { positions: state.positions, cursor };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPosition(value: unknown): value is Position {
  if (!isRecord(value)) return false;
  const { path, id, head, tail, offset, line, isInside, modified } = value;
  const isPlace = isCount(offset) && (line === null || isCount(line)) && typeof isInside === 'boolean';
  return (
    isPlace && typeof path === 'string' && typeof id === 'string' && isMark(head) && isMark(tail) && isCount(modified)
  );
}

function isMark(value: unknown): value is Mark {
  return isRecord(value) && isCount(value.bytes) && value.bytes <= 1024 && typeof value.sha256 === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
