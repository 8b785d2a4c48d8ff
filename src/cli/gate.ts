import type { Report } from '../index.ts';
import { type ExitCode, type Gate, type Offences, offences } from './exit.ts';

/** Why a scan ended with its exit code, in one line; '' where there is nothing to say. */
export function reason(report: Report, gate: Gate, code: ExitCode): string {
  const counts = over(offences(report, gate.failOn));
  if (code === 1) return `${counts} over the line (--fail-on ${gate.failOn.join(',')})`;
  if (code === 3) return 'incomplete: not all input was read (--allow-incomplete accepts that)';
  return counts !== '' ? `${counts} over the line, accepted by --exit-zero` : '';
}

/** `1 agent and 2 findings`; '' where there are none. */
export function over({ findings, agents }: Offences): string {
  return [count(agents.length, 'agent'), count(findings.length, 'finding')].filter((part) => part !== '').join(' and ');
}

function count(number: number, noun: string): string {
  if (number === 0) return '';
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
