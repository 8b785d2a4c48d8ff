import { difference, loadCompiled, type Report, RollcallError } from '../../index.ts';
import { countsAgents } from '../../model/report.ts';
import { deliver } from '../deliver.ts';
import { destinations } from '../destination.ts';
import type { ExitCode } from '../exit.ts';
import type { OutputFlags } from '../flags.ts';
import type { Io } from '../io.ts';
import { savedReport } from '../saved.ts';

/** `rollcall report diff`: what has changed between two saved reports, in any format. */
export async function diffReports(io: Io, before: string, after: string, flags: OutputFlags): Promise<ExitCode> {
  const wanted = destinations(flags);
  if (before === '-' && after === '-') {
    throw new RollcallError('usage', 'both reports would be read from standard input', {
      hint: 'Name a file for one.',
    });
  }
  const [old, now] = [await savedReport(before, io), await savedReport(after, io)];
  const name = before === '-' ? '<stdin>' : before;
  const report = difference(counting(old, before), counting(now, after), name);
  await deliver(report, { destinations: wanted, flags, checks: loadCompiled().checks }, io);
  return 0;
}

/** Of a staged change agents are not counted: they would all be gone. */
function counting(report: Report, file: string): Report {
  if (countsAgents(report.run)) return report;
  throw new RollcallError('target', `${file} is the report of a staged change, in which agents are not counted`, {
    hint: 'Compare reports of whole trees: rollcall scan -o json=FILE',
  });
}

/** `rollcall report render`: a saved report in other formats. */
export async function renderReport(io: Io, file: string, flags: OutputFlags): Promise<ExitCode> {
  const wanted = destinations(flags);
  const report = await savedReport(file, io);
  await deliver(report, { destinations: wanted, flags, checks: loadCompiled().checks }, io);
  return 0;
}
