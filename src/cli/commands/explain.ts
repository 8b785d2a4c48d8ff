import { explain as explainIn, type FormatOptions, type Report, type RuleSet } from '../../index.ts';
import { takeCensus } from '../census.ts';
import type { ExitCode } from '../exit.ts';
import type { LookFlags, PolicyFlags } from '../flags.ts';
import type { Io } from '../io.ts';
import { print } from '../output.ts';
import { loadRules } from '../rules.ts';
import { savedReport } from '../saved.ts';
import { looks } from '../terminal.ts';

/** Flags of `rollcall explain`. */
export interface ExplainFlags extends PolicyFlags, LookFlags {
  readonly report?: string;
}

/** `rollcall explain`: every witness of an agent, the texts of a check, what a finding is about. */
export async function explain(io: Io, subject: string, target: string, flags: ExplainFlags): Promise<ExitCode> {
  const rules = await loadRules(flags.rules, io.cwd());
  const options: FormatOptions = {
    ...looks(io, flags.color),
    verbose: flags.verbose === true,
    checks: rules.checks,
  };
  const report = await reportFor(subject, target, flags, { rules, io });
  await print(io.stdout, explainIn(report, subject, options));
  return 0;
}

/** The texts of a check need no report; all else is looked up in a saved one, or in a fresh one. */
async function reportFor(
  subject: string,
  target: string,
  flags: ExplainFlags,
  { rules, io }: { rules: RuleSet; io: Io },
): Promise<Report | null> {
  if (flags.report !== undefined) return await savedReport(flags.report, io);
  if (rules.checks.has(subject.toUpperCase())) return null;

  const { report } = await takeCensus(
    [target],
    { ...flags, ignore: true, progress: true },
    { rules, timed: false, io },
  );
  return report;
}
