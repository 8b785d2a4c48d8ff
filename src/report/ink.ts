import { Chalk, type ChalkInstance } from 'chalk';
import type { Severity } from '../model/finding.ts';
import type { VerdictState } from '../model/registry.ts';
import { ascii, visible } from './escape.ts';
import type { FormatOptions } from './format.ts';

/** What a text for terminals is written with. */
export interface Ink {
  readonly chalk: ChalkInstance;
  readonly width: number;
  /** Stands for what was cut off. */
  readonly more: string;
  /** Between the parts of a line. */
  readonly dot: string;
  /** Text on one line, safe for this terminal. All that comes from scanned content goes through it. */
  readonly plain: (text: string) => string;
}

/** Ink for a terminal. The colour level is set by the options alone, so that the text is the same everywhere. */
export function ink({ color, width, unicode }: FormatOptions): Ink {
  return {
    chalk: new Chalk({ level: color ? 1 : 0 }),
    width: Math.max(40, width),
    more: unicode ? '…' : '...',
    dot: unicode ? '·' : '-',
    plain: unicode ? visible : (text) => visible(ascii(text)),
  };
}

/** The colour of a severity. */
export function shade({ chalk }: Ink, severity: Severity): ChalkInstance {
  switch (severity) {
    case 'critical':
      return chalk.red.bold;
    case 'high':
      return chalk.red;
    case 'medium':
      return chalk.yellow;
    case 'low':
      return chalk.dim;
    default:
      return severity satisfies never;
  }
}

/** The colour of a verdict. */
export function tint({ chalk }: Ink, state: VerdictState): ChalkInstance {
  switch (state) {
    case 'approved':
      return chalk.green;
    case 'unregistered':
    case 'rejected':
    case 'ambiguous':
      return chalk.red;
    case 'drifted':
    case 'expired':
    case 'stale':
    case 'pending':
    case 'deprecated':
      return chalk.yellow;
    default:
      return state satisfies never;
  }
}
