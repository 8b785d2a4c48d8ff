import type { Problem } from '../../model/problem.ts';
import type { Ending } from './program.ts';

/** What git complains of, as far as that can be told from a line on stderr. */
export type Fault = 'damaged' | 'missing' | 'pack' | 'memory' | 'denied' | 'unknown';

/** First match wins. What is in no line of it is unknown, and makes the scan incomplete like the rest. */
const faults: readonly (readonly [Fault | null, RegExp])[] = [
  [null, /^hint: /],
  ['memory', /out of memory|cannot allocate memory/i],
  ['denied', /permission denied|too many open files|cannot start git/i],
  [
    'pack',
    /\.(?:idx|pack|midx|rev)\b|\bpackfile\b|\bpack (?:index|signature)\b|multi-pack|^error: non-monotonic index/,
  ],
  [
    'damaged',
    /inflate:|unable to (?:unpack|stream|parse)|is corrupt|corrupted?\b|bad (?:object|tree|line)|garbage at end of loose|object file .* is empty|failed to (?:read|unpack|validate)|delta|header (?:for|too)|not a valid|hash mismatch|object [0-9a-f]{40,64} is a /i,
  ],
  ['missing', /could not read|unable to (?:read|find)|failed to traverse|missing (?:blob|tree|commit)|cannot be read/i],
];

/** What a line on stderr means; `null`: nothing that matters. */
export function faultOf(line: string): Fault | null {
  const found = faults.find(([, pattern]) => pattern.test(line));
  return found ? found[0] : 'unknown';
}

/** What ended badly, one problem for each kind of fault. `where` says what git was at. */
export function complaints(where: string, { code, said }: Ending, at: Pick<Problem, 'place' | 'file'>): Problem[] {
  const counts = new Map<Fault, { count: number; first: string }>();
  for (const line of said) {
    const fault = faultOf(line);
    if (fault === null) continue;
    const known = counts.get(fault);
    if (known) known.count++;
    else counts.set(fault, { count: 1, first: line });
  }
  if (counts.size === 0 && code !== 0)
    counts.set('unknown', { count: 1, first: `git ended with ${code ?? 'a signal'}` });
  return [...counts].map(([fault, { count, first }]) => {
    const more = count > 1 ? `, ${count} times` : '';
    const message = `${where}: ${sentence(fault, first)}${more}, so something may be missing from what was read.`;
    return { kind: 'problem', ...at, reason: 'git', message, incomplete: true };
  });
}

function sentence(fault: Fault, line: string): string {
  switch (fault) {
    case 'damaged':
      return 'git found a damaged object';
    case 'missing':
      return 'git missed an object';
    case 'pack':
      return 'git could not read a pack of objects';
    case 'memory':
      return 'git ran out of memory';
    case 'denied':
      return 'git was refused a file or could not start';
    case 'unknown':
      return `git said ${JSON.stringify(line.slice(0, 200))}`;
    default:
      return fault satisfies never;
  }
}
