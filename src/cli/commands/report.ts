import { loadCompiled } from '../../index.ts';
import { deliver } from '../deliver.ts';
import { destinations } from '../destination.ts';
import type { ExitCode } from '../exit.ts';
import type { OutputFlags } from '../flags.ts';
import type { Io } from '../io.ts';
import { savedReport } from '../saved.ts';

/** `rollcall report render`: a saved report in other formats. */
export async function renderReport(io: Io, file: string, flags: OutputFlags): Promise<ExitCode> {
  const wanted = destinations(flags);
  const report = await savedReport(file, io);
  await deliver(report, { destinations: wanted, flags, checks: loadCompiled().checks }, io);
  return 0;
}
