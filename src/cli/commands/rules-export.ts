import { resolve } from 'node:path';
import { type HostExport, type HostExportFormat, hostCatalogue, loadHostExport, RollcallError } from '../../index.ts';
import { quote } from '../../text/quote.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print, saveShared } from '../output.ts';
import { loadRules } from '../rules.ts';
import { version } from '../version.ts';

interface ExportFlags {
  readonly format: HostExportFormat;
  readonly table?: string;
  readonly rules?: string;
  readonly output?: string;
}

/** `rollcall rules export`: the hosts of providers, in the words of a system that watches a network. */
export async function exportRules(io: Io, { format, table, rules, output = '-' }: ExportFlags): Promise<ExitCode> {
  const writer = await loadHostExport(format);
  const options = { version: version(), table: tableOf(writer, table) };
  const catalogue = hostCatalogue(await loadRules(rules, io.cwd()));
  const text = writer.render(catalogue, options);
  await (output === '-' ? print(io.stdout, text) : saveShared(resolve(io.cwd(), output), text));
  await note(io, writer.notes(catalogue, options));
  return 0;
}

function tableOf({ id, tables }: HostExport, wished: string | undefined): string {
  if (wished === undefined) return tables[0] ?? '';
  if (tables.includes(wished)) return wished;
  throw new RollcallError('usage', `${id} has no table ${quote(wished)}`, {
    hint: tables.length > 0 ? `It has: ${tables.join(', ')}` : 'It has one text for all: leave --table out.',
  });
}
