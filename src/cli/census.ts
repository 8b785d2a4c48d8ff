import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import type { Baseline, ForgeOptions, Report, RuleSet, ScanOptions } from '../index.ts';
import { maxFileBytes, scan } from '../roll.ts';
import { clocksOf } from './clocks.ts';
import type { ScanFlags } from './flags.ts';
import { forgeOf } from './forge.ts';
import { withGlobs } from './glob.ts';
import type { Io } from './io.ts';
import { provenBaseline, provenConfig } from './known.ts';
import { logsBy } from './log-options.ts';
import { note } from './note.ts';
import { real, scannedFolders } from './paths.ts';
import { savedPlan } from './plan.ts';
import { findPolicy, type Policy } from './policy.ts';
import { teller } from './progress.ts';
import { saltOf } from './salt.ts';
import { changedTarget } from './target.ts';
import { until } from './until.ts';
import { asker } from './verification.ts';
import { version } from './version.ts';

/** Flags that a census goes by. */
export type CensusFlags = Omit<ScanFlags, 'output' | 'format' | 'failOn' | 'exitZero' | 'allowIncomplete'>;

/** A census and what it was held against. */
export interface Taken {
  readonly report: Report;
  readonly policy: Policy;
}

/** What a command goes by beside its flags. */
export interface Setting {
  readonly rules: RuleSet;
  readonly timed: boolean;
  readonly io: Io;
}

/** Finds the policy and scans the targets, by default the current folder. */
export async function takeCensus(targets: readonly string[], flags: CensusFlags, setting: Setting): Promise<Taken> {
  const { io } = setting;
  const plan = flags.plan === undefined ? null : await savedPlan(flags.plan, io);
  const named = [...(plan?.targets ?? []), ...targets];
  const wanted = named.length > 0 ? named : ['.'];
  if (flags.since !== undefined) changedTarget(wanted);
  const forge = await forgeOf(wanted, flags, io, plan);
  const { options, policy } = await optionsFor(wanted, flags, forge, setting);
  const progress = await teller(io, flags.progress && !flags.quiet);
  const report = await scan({ ...options, onProgress: progress.tell }).finally(progress.end);
  if (!flags.quiet) await note(io, strangeKeys(report, policy.baseline));
  return { report, policy };
}

/** All that a scan of the targets goes by, and the policy that is a part of it. */
export async function optionsFor(
  wanted: readonly string[],
  flags: CensusFlags,
  forge: ForgeOptions | null,
  { rules, timed, io }: Setting,
): Promise<{ readonly options: ScanOptions; readonly policy: Policy }> {
  const vendors = await asker(wanted, flags, io);
  const policy = await findPolicy(wanted, flags, io);
  if (!flags.quiet) await note(io, policy.notes);
  const options: ScanOptions = {
    targets: wanted,
    cwd: io.cwd(),
    stdin: until(io.stdin, io.signal),
    rules,
    registry: policy.registry,
    tree: policy.tree,
    config: withGlobs(provenConfig(policy.config, rules), flags),
    baseline: provenBaseline(policy.baseline, rules),
    today: io.now().toISOString().slice(0, 10),
    salt: await saltOf(flags.salt, io),
    // The policy of one tree is not that of an organisation.
    trustTree: policy.trustTree && forge === null,
    ignoreFiles: flags.ignore,
    jobs: flags.jobs ?? availableParallelism(),
    history: flags.history === true,
    cache: flags.cache === undefined ? null : resolve(io.cwd(), flags.cache),
    maxBytes: flags.maxFileSize ?? maxFileBytes,
    logs: {
      ...(await logsBy(flags, rules)),
      now: io.now().getTime(),
      frugal: wanted.every((target) => target.startsWith('log:')),
    },
    version: version(),
    ...clocksOf(timed, io),
    signal: io.signal,
    asker: vendors,
    forge,
    since: flags.since === undefined ? null : { ref: flags.since, registryPlace: placeOf(wanted, flags, policy, io) },
  };
  return { options, policy };
}

/** Where the tree has its registry, as a path in the repository; `null` for the usual places. */
function placeOf(targets: readonly string[], flags: CensusFlags, { config }: Policy, io: Io): string | null {
  const [root = io.cwd()] = scannedFolders(targets, io.cwd());
  return flags.registry === undefined ? config.registry : relative(root, real(flags.registry, io.cwd()));
}

/** Keys are told apart by a salted fingerprint: where not one of them is known again, it is the salt that differs. */
function strangeKeys({ findings, idle }: Report, { origin }: Baseline): readonly string[] {
  const keys = findings.filter(({ check }) => check === 'RC201');
  const gone = idle.filter(({ kind, check }) => kind === 'baseline' && check === 'RC201');
  const known = keys.some(({ suppressed }) => suppressed?.kind === 'baseline');
  if (known || gone.length === 0 || keys.every(({ suppressed }) => suppressed !== null)) return [];
  return [`no key of ${origin} was found again, but others were: was it made with another --salt?`];
}
