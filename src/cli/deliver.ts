import { resolve } from 'node:path';
import type { FormatOptions, Report, RuleSet } from '../index.ts';
import { loadFormat } from '../start.ts';
import type { Destination } from './destination.ts';
import type { OutputFlags } from './flags.ts';
import type { Io } from './io.ts';
import { print, save } from './output.ts';
import { looks, plain } from './terminal.ts';

/** What is known beside the report when it is written. */
export interface Delivery {
  readonly destinations: readonly Destination[];
  readonly flags: OutputFlags;
  readonly checks: RuleSet['checks'];
}

/** Writes a report to all its destinations. A file that cannot be written is said at the end, so that the others are there. */
export async function deliver(report: Report, { destinations, flags, checks }: Delivery, io: Io): Promise<void> {
  const failures: unknown[] = [];
  const common = { verbose: flags.verbose === true, checks };
  for (const { format, file } of destinations) {
    const look = file === null ? looks(io, flags.color) : plain;
    const text = await render(report, format, { ...look, ...common });
    try {
      await (file === null ? print(io.stdout, text) : save(resolve(io.cwd(), file), text));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function render(report: Report, id: string, options: FormatOptions): Promise<string> {
  const format = await loadFormat(id);
  return format.render(report, options);
}
