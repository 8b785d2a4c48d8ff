import type { Report } from '../index.ts';
import { type ExitCode, type Gate, offences } from './exit.ts';

/** Why a scan ended with its exit code, in one line; '' where there is nothing to say. */
export function reason(report: Report, gate: Gate, code: ExitCode): string {
  const { findings, agents } = offences(report, gate.failOn);
  const counts = [count(agents.length, 'agent'), count(findings.length, 'finding')].filter((part) => part !== '');
  if (code === 1) return `${counts.join(' and ')} over the line (--fail-on ${gate.failOn.join(',')})`;
  if (code === 3) return 'incomplete: not all input was read (--allow-incomplete accepts that)';
  return counts.length > 0 ? `${counts.join(' and ')} over the line, accepted by --exit-zero` : '';
}

function count(number: number, noun: string): string {
  if (number === 0) return '';
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
