import type { Agent } from '../model/census.ts';
import type { Assessment } from '../model/report.ts';
import { callsCell, credentialCell, levelCell, toolsCell } from './cells.ts';
import { grid } from './grid.ts';
import type { Ink } from './ink.ts';
import { acts } from './tally.ts';
import { clip, columns, squeeze } from './width.ts';

interface Column {
  readonly title: string;
  /** It is not made narrower than this, but left out where it still does not fit. */
  readonly least: number;
  readonly needed: boolean;
  readonly cut: typeof clip;
  readonly cells: readonly string[];
  readonly paint: (text: string, assessment: Assessment) => string;
}

const gap = 2;

/**
 * The table of agents, in parts: one for each group, under the same columns. The heads of the columns stand over the
 * first part alone. It is as wide as its content and no wider than the terminal.
 */
export function roll(parts: readonly (readonly Assessment[])[], place: (agent: Agent) => string, ink: Ink): string[][] {
  const assessments = parts.flat();
  if (assessments.length === 0) return [];

  const fitted = narrow(layout(assessments, place, ink), ink.width);
  const head = fitted.map(({ title }) => ink.chalk.dim(title));
  const rows = assessments.map((assessment, row) =>
    fitted.map(({ cells, width, cut, paint }) => paint(cut(cells[row] ?? '', width, ink.more), assessment)),
  );
  return divide(grid([head, ...rows]), parts);
}

function divide(lines: readonly string[], parts: readonly (readonly Assessment[])[]): string[][] {
  let next = 0;
  return parts.map(({ length }, part) => {
    const from = next;
    // The first part has the heads too.
    next += part === 0 ? length + 1 : length;
    return lines.slice(from, next);
  });
}

function layout(assessments: readonly Assessment[], place: (agent: Agent) => string, ink: Ink): Column[] {
  const { chalk, plain } = ink;
  const cells = (cell: (assessment: Assessment) => string) => assessments.map((assessment) => plain(cell(assessment)));
  const all: Column[] = [
    {
      title: 'agent',
      least: 14,
      needed: true,
      cut: squeeze,
      cells: cells(({ agent }) => agent.name),
      paint: (text) => chalk.bold(text),
    },
    {
      title: 'level',
      least: 6,
      needed: false,
      cut: clip,
      cells: cells(({ agent }) => levelCell(agent)),
      paint: (text) => text,
    },
    { title: 'calls', least: 10, needed: true, cut: clip, cells: cells(callsCell), paint: (text) => text },
    {
      title: 'tools',
      least: 12,
      needed: false,
      cut: clip,
      cells: cells(toolsCell),
      paint: (text, of) => (ungated(of) ? chalk.yellow(text) : text),
    },
    {
      title: 'credential',
      least: 12,
      needed: false,
      cut: squeeze,
      cells: cells(({ agent }) => credentialCell(agent)),
      paint: (text) => text,
    },
    {
      title: 'where',
      least: 16,
      needed: true,
      cut: squeeze,
      cells: cells(({ agent }) => place(agent)),
      paint: (text) => chalk.dim(text),
    },
  ];
  return all.filter((column) => column.cells.some((cell) => cell !== ''));
}

/** Something can be changed that nobody is asked about, or that nobody has approved. */
function ungated({ agent, verdict }: Assessment): boolean {
  if (verdict.state === 'drifted') return true;
  return agent.tools.some((tool) => acts(tool) && tool.approval !== 'human');
}

/** Takes columns away, from the right, until the rest can fit; then takes from the widest until it does. */
function narrow(all: readonly Column[], width: number): (Column & { width: number })[] {
  let fitted = all.map((column) => ({ ...column, width: natural(column, width) }));
  while (fitted.some(({ needed }) => !needed) && total(fitted.map(least)) > width) {
    const last = fitted.findLastIndex(({ needed }) => !needed);
    fitted = fitted.filter((_, index) => index !== last);
  }

  while (total(fitted.map((column) => column.width)) > width) {
    const widest = fitted.filter((column) => column.width > least(column)).sort((a, b) => b.width - a.width)[0];
    if (!widest) break;
    widest.width -= 1;
  }
  return fitted;
}

/** The widest of its cells; more than the terminal has makes no difference. */
function natural({ title, cells }: Column, most: number): number {
  return Math.min(
    most,
    cells.reduce((widest, cell) => Math.max(widest, columns(cell)), columns(title)),
  );
}

function least(column: { width: number; least: number }): number {
  return Math.min(column.width, column.least);
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + gap + width, 0);
}
