import type { Cost } from './bench-run.ts';
import type { Score, Share } from './bench-score.ts';

/** A tool on a planted tree. */
export interface PlantedRow {
  readonly tool: string;
  readonly version: string;
  readonly score: Score;
  readonly cost: Cost;
  /** Planted keys that stand in the clear in what it prints, of those that it was given. */
  readonly onTerminal: Share;
  readonly inReport: Share;
}

/** A tool on public source. */
export interface SourceRow {
  readonly tool: string;
  readonly bytes: number;
  readonly cost: Cost;
  readonly all: number;
  readonly ai: number;
}

/** How many keys each tool finds, and what else it reports. */
export function recallTable(rows: readonly PlantedRow[]): string {
  return table(
    [
      '',
      'in full view',
      'hidden',
      'kinds',
      'right vendor',
      'other lines reported',
      'of them by AI rules',
      'wall s',
      'CPU s',
      'peak MB',
    ],
    rows.map(({ tool, version, score, cost }) => [
      `${tool} ${version}`,
      percent(score.plain),
      percent(score.hidden),
      `${score.types.found} of ${score.types.of}`,
      percent(score.attributed),
      `${wrongLines(score, 'any')}`,
      `${wrongLines(score, 'ai')}`,
      ...costs(cost),
    ]),
  );
}

/** Recall by the way in which keys are written down. */
export function formsTable(rows: readonly PlantedRow[]): string {
  const names = [...(rows[0]?.score.forms.keys() ?? [])];
  return table(
    ['', 'keys', ...rows.map(({ tool }) => tool)],
    names.map((name) => [
      name,
      `${rows[0]?.score.forms.get(name)?.of ?? 0}`,
      ...rows.map(({ score }) => percent(score.forms.get(name) ?? { found: 0, of: 0 })),
    ]),
  );
}

/** Lines without a key that were reported, by what they are; those of AI rules in brackets. */
export function decoysTable(rows: readonly PlantedRow[]): string {
  const names = [...(rows[0]?.score.decoys.keys() ?? [])];
  const lines = names.map((name) => [
    name,
    `${rows[0]?.score.decoys.get(name)?.of ?? 0}`,
    ...rows.map(({ score }) => both(score.decoys.get(name))),
  ]);
  return table(['', 'lines', ...rows.map(({ tool }) => tool)], lines);
}

/** Whether a key that was found can be read in what is printed. */
export function secrecyTable(rows: readonly PlantedRow[]): string {
  return table(
    ['', 'keys in the clear on the terminal', 'in the report that was read here'],
    rows.map(({ tool, onTerminal, inReport }) => [
      tool,
      ...[onTerminal, inReport].map(({ found, of }) => `${found} of ${of}`),
    ]),
  );
}

/** What each tool reports in source that was published, and what that costs. */
export function sourceTable(rows: readonly SourceRow[]): string {
  return table(
    ['', 'MB', 'reports', 'per 100 MB', 'by AI rules', 'per 100 MB', 'wall s', 'CPU s', 'peak MB'],
    rows.map(({ tool, bytes, cost, all, ai }) => {
      const counts = cost.cut ? ['-', '-', '-', '-'] : [all, rate(all, bytes), ai, rate(ai, bytes)].map(String);
      return [tool, (bytes / 1e6).toFixed(0), ...counts, ...costs(cost)];
    }),
  );
}

function rate(count: number, bytes: number): string {
  return ((count * 1e8) / bytes).toFixed(2);
}

function wrongLines({ decoys }: Score, which: 'any' | 'ai'): number {
  return [...decoys.values()].reduce((sum, one) => sum + one[which], 0);
}

function both(count: { readonly any: number; readonly ai: number } | undefined): string {
  return count === undefined ? '' : `${count.any} (${count.ai})`;
}

function percent({ found, of }: Share): string {
  return of === 0 ? '-' : `${((100 * found) / of).toFixed(1)} %`;
}

function costs({ wallSeconds, cpuSeconds, peakBytes, cut }: Cost): string[] {
  return [
    wallSeconds === null ? '-' : `${cut ? '> ' : ''}${wallSeconds.toFixed(1)}`,
    cpuSeconds === null ? '-' : cpuSeconds.toFixed(1),
    peakBytes === null ? '-' : (peakBytes / 1e6).toFixed(0),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const ruler = head.map((_, column) => (column === 0 ? '---' : '---:'));
  return [head, ruler, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
