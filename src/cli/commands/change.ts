import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RuleSet } from '../../index.ts';
import { noBaseline } from '../../model/baseline.ts';
import { RollcallError } from '../../model/error.ts';
import { beginChange, type Change, loadCompiled, loadFormat, maxFileBytes, scanChange } from '../../start.ts';
import { isForgeTarget } from '../../text/forge.ts';
import { clocksOf } from '../clocks.ts';
import { defaultConfig } from '../default-config.ts';
import { deliver } from '../deliver.ts';
import { destinations } from '../destination.ts';
import { type ExitCode, exitCode, type Gate } from '../exit.ts';
import type { ScanFlags } from '../flags.ts';
import { reason } from '../gate.ts';
import { withGlobs } from '../glob.ts';
import type { Io } from '../io.ts';
import { provenBaseline, provenConfig, provenWords } from '../known.ts';
import { note } from '../note.ts';
import type { Policy } from '../policy.ts';
import { saltOf } from '../salt.ts';
import { changedTarget } from '../target.ts';
import { version } from '../version.ts';

/** `rollcall scan --staged`: the keys that a commit would bring. What it does not need is not loaded: a commit waits for it. */
export async function change(io: Io, targets: readonly string[], flags: ScanFlags): Promise<ExitCode> {
  if (targets.some(isForgeTarget))
    throw new RollcallError('usage', '--staged goes with no github: target', {
      hint: 'What is staged is in a work tree.',
    });
  const target = changedTarget(targets);
  const wanted = destinations(flags);
  beginChange();
  for (const { format } of wanted) void loadFormat(format).catch(() => {});
  const rules = await rulesFor(flags, io);
  if (flags.failOn) provenWords(flags.failOn, rules);

  const { config, baseline, trustTree, notes } = await policyFor(target, flags, rules, io);
  if (!flags.quiet) await note(io, notes);
  const report = await scanChange({
    targets: [target],
    cwd: io.cwd(),
    rules,
    config: withGlobs(config, flags),
    baseline,
    today: io.now().toISOString().slice(0, 10),
    salt: await saltOf(flags.salt, io),
    trustTree,
    ignoreFiles: flags.ignore,
    maxBytes: flags.maxFileSize ?? maxFileBytes,
    version: version(),
    ...clocksOf(flags.timestamp === true, io),
    signal: io.signal,
    change: changeOf(target, io),
  });
  await deliver(report, { destinations: wanted, flags, checks: rules.checks }, io);

  const gate: Gate = {
    failOn: provenWords(flags.failOn ?? config.failOn, rules),
    exitZero: flags.exitZero === true,
    allowIncomplete: flags.allowIncomplete === true,
  };
  const code = exitCode(report, gate);
  const files = wanted.flatMap(({ file }) => (file === null ? [] : [`wrote ${file}`]));
  const lines = [...files, reason(report, gate, code)].filter((line) => line !== '');
  if (!flags.quiet) await note(io, lines);
  return code;
}

async function rulesFor({ rules }: ScanFlags, io: Io): Promise<RuleSet> {
  if (rules === undefined) return loadCompiled();
  const { loadRules } = await import('../rules.ts');
  return loadRules(rules, io.cwd());
}

/** Where there is no policy, none of what reads it is loaded. */
async function policyFor(
  target: string,
  flags: ScanFlags,
  rules: RuleSet,
  io: Io,
): Promise<Omit<Policy, 'registry' | 'tree'>> {
  const isNamed = [flags.config, flags.registry, flags.registryRef, flags.baseline].some(
    (path) => typeof path === 'string',
  );
  const folders = [resolve(io.cwd(), target), io.cwd()].map((folder) => join(folder, '.rollcall'));
  if (!isNamed && !flags.acceptMarks && !folders.some((folder) => existsSync(folder))) {
    return { config: defaultConfig, baseline: noBaseline, trustTree: true, notes: [] };
  }
  const { findPolicy } = await import('../policy.ts');
  const { config, baseline, trustTree, notes } = await findPolicy([target], flags, io);
  return { config: provenConfig(config, rules), baseline: provenBaseline(baseline, rules), trustTree, notes };
}

/**
 * In a hook git says by GIT_INDEX_FILE which index is committed (`git commit -a` has one of its own), and in a linked work
 * tree by GIT_DIR where its repository is. That holds for the folder that the hook runs in, and for no other.
 */
function changeOf(target: string, { cwd, env }: Io): Change {
  const folder = resolve(cwd(), target);
  const isHere = existsSync(folder) && realpathSync(folder) === realpathSync(cwd());
  const named = (path: string | undefined): string | null => (isHere && path ? bytesOf(resolve(cwd(), path)) : null);
  return { kind: 'staged', index: named(env.GIT_INDEX_FILE), directory: named(env.GIT_DIR) };
}

/** A path as a byte string. */
function bytesOf(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1');
}
