import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Asker, Evidence, Report } from '../index.ts';
import { RollcallError } from '../model/error.ts';
import { vendors } from '../roll.ts';
import type { Io } from './io.ts';
import { isWithin, real, scannedFolders } from './paths.ts';
import { pullRequestSign } from './pull-request.ts';

/** Flags that say whether keys are shown to their vendors, and those that speak against it. */
export interface VerifyFlags {
  readonly verify?: boolean;
  readonly rules?: string;
  readonly staged?: boolean;
  readonly since?: string;
}

/** Who asks vendors about keys; `null` without `--verify`. Where keys must not leave, it is refused before anything is read. */
export async function asker(
  targets: readonly string[],
  flags: VerifyFlags,
  io: Pick<Io, 'env' | 'cwd' | 'signal'>,
): Promise<Asker | null> {
  if (!flags.verify) return null;

  refuseProposals(flags, io.env);
  await refuseOwnEndpoints(targets, flags.rules, io.cwd());
  return await vendors({ env: io.env, clock, signal: io.signal });
}

const clock = {
  now: () => performance.now(),
  sleep: (milliseconds: number, signal: AbortSignal) => setTimeout(milliseconds, undefined, { signal }),
};

/** Whoever proposes a change could have rollcall try out keys, and read in the log which of them open a door. */
function refuseProposals({ staged, since }: VerifyFlags, env: Io['env']): void {
  const sign = pullRequestSign(env);
  const flag = staged ? '--staged' : since === undefined ? null : '--since';
  if (sign === null && flag === null) return;
  const why = sign === null ? `together with ${flag}` : `on a pull request (${sign} is set)`;
  throw new RollcallError('usage', `--verify is refused ${why}`, {
    hint: 'Keys are shown to vendors only from what was merged. Use it in a scheduled run, or by hand.',
  });
}

/** An endpoint written into the tree could lead every key of the tree to whoever wrote it there. */
async function refuseOwnEndpoints(targets: readonly string[], rules: string | undefined, cwd: string): Promise<void> {
  if (rules === undefined) return;
  const folder = real(rules, cwd);
  const scanned = scannedFolders(targets, cwd).map(repositoryOf);
  if (!scanned.some((root) => isWithin(root, folder))) return;
  const { ownFiles } = await import('./own-rules.ts');
  const { providers, frameworks, services = [] } = ownFiles(rules, cwd);
  const asking = [...providers, ...frameworks, ...services].find(({ keys }) => keys.some(({ verify }) => verify));
  if (!asking) return;
  throw new RollcallError('usage', `--verify is refused: ${rules} is part of what is scanned, and says whom to ask`, {
    hint: `Take \`verify\` out of ${asking.id}.yaml, or keep the rules outside of the scanned tree.`,
  });
}

/** The work tree that a folder is of; outside of git, the folder. */
function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** How many keys were asked about and what came of it, in one line; '' where nobody was asked. */
export function told({ assessments, components, unattached }: Report): string {
  const evidence: readonly Evidence[] = [
    ...assessments.flatMap(({ agent }) => agent.evidence),
    ...components.flatMap((component) => component.evidence),
    ...unattached,
  ];
  const verdicts = new Map(
    evidence.flatMap((one) => (one.kind === 'key' && one.verified ? [[one.fingerprint, one.verified]] : [])),
  );
  if (verdicts.size === 0) return '';
  const count = (verdict: string) => [...verdicts.values()].filter((one) => one === verdict).length;
  return `keys: ${count('live')} live, ${count('dead')} not accepted by the vendor, ${count('unknown')} unknown`;
}
