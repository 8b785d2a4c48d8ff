import { resolve } from 'node:path';
import type { Format, FormatOptions, Report, RuleSet } from '../index.ts';
import { loadFormat } from '../start.ts';
import { type Destination, isFolder } from './destination.ts';
import type { OutputFlags } from './flags.ts';
import type { Io } from './io.ts';
import { print, save, type Text, writeEach } from './output.ts';
import { saveEach } from './save-each.ts';
import { looks, plain } from './terminal.ts';

/** What is known beside the report when it is written. */
export interface Delivery {
  readonly destinations: readonly Destination[];
  readonly flags: OutputFlags;
  readonly checks: RuleSet['checks'];
}

/** Writes a report to all its destinations. A file that cannot be written is said at the end, so that the others are there. */
export async function deliver(report: Report, { destinations, flags, checks }: Delivery, io: Io): Promise<void> {
  const common = { verbose: flags.verbose === true, checks };
  await writeEach(destinations, async ({ format: id, file }) => {
    const look = file === null ? looks(io, flags.color) : plain;
    await write(report, await loadFormat(id), { file, options: { ...look, ...common } }, io);
  });
}

interface Place {
  readonly file: string | null;
  readonly options: FormatOptions;
}

async function write(report: Report, format: Format, { file, options }: Place, io: Io): Promise<void> {
  if (file === null) return await print(io.stdout, textOf(report, format, options));

  const path = resolve(io.cwd(), file);
  if (!isFolder(file)) return await save(path, textOf(report, format, options));

  await saveEach(path, format.pages?.(report, options) ?? [], format.extension);
}

function textOf(report: Report, format: Format, options: FormatOptions): Text {
  return format.parts?.(report, options) ?? format.render(report, options);
}
