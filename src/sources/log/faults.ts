import type { Problem, ProblemReason } from '../../model/problem.ts';
import { refusal } from '../open.ts';

/** Which log is spoken of. */
export type Where = Pick<Problem, 'place' | 'file'>;

/** Why a log was not read to its end: one of those below, or `system:` and the code of a system error. */
export type Fault = keyof typeof faults | `system:${string}` | `sealed:${string}`;

const faults = {
  stopped: ['limit', 'The run was stopped before all of it was read.'],
  special: ['special-file', 'It is not a regular file.'],
  changed: ['changed', 'It became shorter while it was read: what was left of it was read.'],
  stream: ['unreadable', 'It could not be read to its end: what came before was read.'],
  cut: ['undecodable', 'Its compressed data ends too early: what comes before was read.'],
  broken: ['undecodable', 'Its compressed data is damaged: what comes before the damage was read.'],
  window: ['limit', 'It was packed with a window (zstd --long or --ultra) that is too large here: it was not read.'],
  output: ['limit', 'It expands too far, as a decompression bomb does: the rest of it was not read.'],
  most: ['limit', 'It is longer than what may be read of one log: the rest of it was not read.'],
  packed: ['undecodable', 'It is packed, so nothing can be added to it: it was not followed, and not read.'],
  deep: ['limit', 'It is packed too often, one inside the other, and was not read.'],
} as const satisfies Record<string, readonly [ProblemReason, string]>;

/** A fault as the report tells it. Whatever stopped the reading, lines may be missing. */
export function problemOf(fault: Fault, { place, file }: Where): Problem {
  return { kind: 'problem', place, file, ...said(fault), incomplete: true };
}

function said(fault: Fault): Pick<Problem, 'reason' | 'message'> {
  if (isKnown(fault)) return { reason: faults[fault][0], message: faults[fault][1] };
  const what = fault.slice(fault.indexOf(':') + 1);
  if (fault.startsWith('system:')) return refusal(what);
  return { reason: 'undecodable', message: `It is ${what}, which is not opened as a log, and was not read.` };
}

function isKnown(fault: Fault): fault is keyof typeof faults {
  return Object.hasOwn(faults, fault);
}
