import { basename, dirname } from 'node:path';
import { type ApprovalPolicy, registryAddress } from '../index.ts';
import { findConfig } from './find-config.ts';
import type { PolicyFlags } from './flags.ts';
import type { Io } from './io.ts';
import { commitAt } from './named-registry.ts';
import { isFolder, isWithin, real } from './paths.ts';

/** The policy of the configuration that is named, else of the one that stands beside a registry: in its tree or its commit. */
export async function policyBeside(
  registry: string | undefined,
  config: PolicyFlags['config'],
  io: Io,
): Promise<ApprovalPolicy> {
  const from = io.cwd();
  const address = registryAddress(registry ?? '.');
  const commit = address.kind === 'git' ? await commitAt(address, { from, repository: from, io }) : null;
  try {
    const roots = address.kind === 'path' ? rootsOf(address.path, from) : [];
    return (await findConfig(config, { roots, commit, io })).config.policy;
  } finally {
    commit?.close();
  }
}

/** The folder that holds a registry, or its `.rollcall`; then the current folder, where the registry is within it. */
function rootsOf(path: string, cwd: string): readonly string[] {
  const whole = real(path, cwd);
  const folder = isFolder(whole) ? whole : dirname(whole);
  const above = basename(folder) === '.rollcall' ? dirname(folder) : folder;
  const outer = basename(dirname(folder)) === '.rollcall' ? [dirname(dirname(folder))] : [];
  return [...new Set([...outer, above, ...(isWithin(real('.', cwd), whole) ? [real('.', cwd)] : [])])];
}
