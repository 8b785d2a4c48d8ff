import { markTools, type Suppression, type SuppressionKind, suppressionKinds } from '../model/finding.ts';
import type { Summary } from '../model/report.ts';
import { number, quantity } from './quantity.ts';

/** Why a finding does not count. */
export function describeSuppression({ kind, reason, until }: Suppression): string {
  return `suppressed ${bySuppression(kind)}${until === null ? '' : ` until ${until}`}: ${reason}`;
}

/** `2 findings suppressed by the baseline`, `3 findings suppressed (1 in the code, 2 by the baseline)`; '' where there are none. */
export function countSuppressed({ suppressed, suppressedBy }: Summary): string {
  if (suppressed === 0) return '';
  const total = `${quantity(suppressed, 'finding')} suppressed`;
  const [first, ...others] = suppressionKinds.filter((kind) => suppressedBy[kind] > 0);
  if (first === undefined) return total;
  if (others.length === 0) return `${total} ${bySuppression(first)}`;
  return `${total} (${[first, ...others].map((kind) => `${number(suppressedBy[kind])} ${bySuppression(kind)}`).join(', ')})`;
}

/** A suppression that suppresses nothing, or no more. */
export function describeIdle({ check, kind, reason, until, at }: Suppression): string {
  const end = until === null ? '' : ` until ${until}`;
  return `${at.file}:${at.line}: ${check}, suppressed ${bySuppression(kind)}${end}: ${reason}`;
}

function bySuppression(kind: SuppressionKind): string {
  switch (kind) {
    case 'inline':
      return 'in the code';
    case 'config':
      return 'in the configuration';
    case 'exception':
      return 'by an exception';
    case 'baseline':
      return 'by the baseline';
    case 'gitleaks':
    case 'trufflehog':
    case 'detect-secrets':
      return `by a mark for ${kind}`;
    default:
      return kind satisfies never;
  }
}

/** A way to accept a finding: what it is good for, and what to write. */
export interface Acceptance {
  readonly advice: string;
  readonly line: string;
}

/** How the findings of a check are accepted, from the narrowest way to the widest. */
export function describeAcceptance(check: string): readonly Acceptance[] {
  return [...ofPlace(check), ...ofOthers(check), ...ofEntry(check), ofPath(check), ofToday(check)];
}

/** What is written in the registry itself is excused there. */
function ofPlace(check: string): readonly Acceptance[] {
  if (check === 'RC105') return [];
  const advice = [
    'In one place: a comment on the line of the finding, or on the one before.',
    'Where a format has no comments, any text on that line will do:',
    'in JSON a property "//" on the line before, in CSV a cell of the line.',
  ].join(' ');
  return [{ advice, line: `# rollcall-ignore ${check} until 2030-01-31: why it is accepted` }];
}

/** Marks of other scanners speak of secrets. */
function ofOthers(check: string): readonly Acceptance[] {
  if (check !== 'RC201') return [];
  const advice =
    'By the marks of other scanners that stand there already: in .rollcall/config.yaml, or --accept-marks.';
  return [{ advice, line: `acceptMarks: [${markTools.join(', ')}]` }];
}

/** An agent that is in no entry has none to excuse it. */
function ofEntry(check: string): readonly Acceptance[] {
  if (check === 'RC101') return [];
  const line = `exceptions: [{ check: ${check}, until: 2030-01-31, reason: why it is accepted }]`;
  return [{ advice: 'For one approved agent: an exception of its entry in the registry.', line }];
}

function ofPath(check: string): Acceptance {
  const line = `ignore: [{ check: ${check}, path: 'docs/**', reason: why they are accepted, until: 2030-01-31 }]`;
  return { advice: 'For many places: a path in .rollcall/config.yaml.', line };
}

function ofToday(check: string): Acceptance {
  const line = `rollcall baseline create --check ${check} --reason "why they are accepted" --until 2030-01-31`;
  return { advice: 'For all that stand today, so that only what is new counts: the baseline.', line };
}
