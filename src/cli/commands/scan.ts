import { RollcallError } from '../../model/error.ts';
import { takeCensus } from '../census.ts';
import { deliver } from '../deliver.ts';
import { type Destination, destinations } from '../destination.ts';
import { elsewhere } from '../elsewhere.ts';
import { type ExitCode, exitCode, type Gate } from '../exit.ts';
import type { ScanFlags } from '../flags.ts';
import { reason } from '../gate.ts';
import type { Io } from '../io.ts';
import { provenWords } from '../known.ts';
import { note } from '../note.ts';
import { loadRules } from '../rules.ts';
import { told } from '../verification.ts';

/** `rollcall scan`: calls the roll of the targets, writes the report, and says by the exit code how it stands. */
export function scan(io: Io, targets: readonly string[], flags: ScanFlags): Promise<ExitCode> {
  return callRoll(io, targets, flags);
}

/** `rollcall report merge`: the same for what is kept of a plan, whoever read it, and nothing else. */
export function mergeShards(io: Io, plan: string, flags: ScanFlags): Promise<ExitCode> {
  if (flags.results !== undefined) return callRoll(io, [], { ...flags, plan, isOffline: true });
  throw new RollcallError('usage', 'report merge has to know where the results are', {
    hint: 'Name the folder or bucket that the shards wrote to: --results DIR',
  });
}

async function callRoll(io: Io, targets: readonly string[], flags: ScanFlags): Promise<ExitCode> {
  const wanted = destinations(flags);
  const rules = await loadRules(flags.rules, io.cwd());
  const timed = flags.timestamp === true || isForEyes(wanted, io);
  if (flags.failOn) provenWords(flags.failOn, rules);

  const { report, policy } = await takeCensus(targets, flags, { rules, timed, io });
  const gate: Gate = {
    failOn: provenWords(flags.failOn ?? policy.config.failOn, rules),
    exitZero: flags.exitZero === true,
    allowIncomplete: flags.allowIncomplete === true,
  };
  await deliver(report, { destinations: wanted, flags, checks: rules.checks }, io);

  const code = exitCode(report, gate);
  const files = wanted.flatMap(({ file }) => (file === null ? [] : [`wrote ${file}`]));
  if (!flags.quiet)
    await note(
      io,
      [...files, told(report), elsewhere(report, policy.registry), reason(report, gate, code)].filter(
        (line) => line !== '',
      ),
    );
  return code;
}

/** A table on a terminal is read once and compared with nothing, so it may say how long it took. */
function isForEyes(destinations: readonly Destination[], { stdout }: Io): boolean {
  return stdout.isTTY === true && destinations.every(({ format, file }) => format === 'table' && file === null);
}
