import type { LogFormat } from '../model/network.ts';
import { compileLogFormat } from './compile-format.ts';
import { programs } from './format-variables.ts';
import { mappedFormat } from './mapped-format.ts';

/** How a layout is given that has no name: a format string of a program, or the paths of its values. */
export const givenKinds = [...programs, 'json'] as const;

/**
 * The layout that `nginx:$remote_addr …`, `squid:%ts.%03tu …`, `apache:%h %l …` or `json:host=dest.name,…` says; `null` for
 * what is none of these, such as the id of a known one.
 *
 * @throws RollcallError `usage` where it says too little.
 */
export function givenFormat(text: string): LogFormat | null {
  const kind = givenKinds.find((one) => text.startsWith(`${one}:`));
  if (kind === undefined) return null;
  const rest = text.slice(kind.length + 1);
  return kind === 'json' ? mappedFormat(rest) : compileLogFormat(kind, rest);
}
