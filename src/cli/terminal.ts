import type { FormatOptions } from '../index.ts';
import type { Io, Output } from './io.ts';

/** When colours are used; `auto`: where a terminal shows them. */
export type ColorChoice = 'auto' | 'always' | 'never';

/** How a text looks that no terminal shows: the same wherever it is written. */
export const plain = { color: false, width: 160, unicode: true } as const;

/** How a text for stdout may look. Where stdout is no terminal, nothing of this machine shows in it. */
export function looks({ stdout, env }: Io, color: ColorChoice): Pick<FormatOptions, 'color' | 'width' | 'unicode'> {
  return {
    color: hasColor(stdout, env, color),
    width: (stdout.isTTY && stdout.columns) || plain.width,
    unicode: !stdout.isTTY || hasUtf8(env),
  };
}

/** The flag decides, then `NO_COLOR`, then `FORCE_COLOR`, then the terminal. */
function hasColor({ isTTY }: Output, env: Io['env'], choice: ColorChoice): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  return isTTY === true && env.TERM !== 'dumb';
}

function hasUtf8(env: Io['env']): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale) || env.WT_SESSION !== undefined;
}
