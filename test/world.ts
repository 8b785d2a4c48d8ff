import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../src/cli/config.ts';
import type { Config } from '../src/model/config.ts';
import { defaultPolicy } from '../src/model/policy.ts';
import { noRegistry, type Registry } from '../src/model/registry.ts';
import type { Report } from '../src/model/report.ts';
import type { RuleSet } from '../src/model/ruleset.ts';
import { loadRegistry } from '../src/registry/load.ts';
import { compile } from '../src/ruleset/compile.ts';
import { readRules } from '../src/ruleset/load.ts';
import { parseRules } from '../src/ruleset/parse.ts';
import type { ScanOptions } from '../src/scan/options.ts';
import { scan } from '../src/scan/scan.ts';

/** The repository's root. */
export const home = join(import.meta.dirname, '..');

let compiled: RuleSet | null = null;

/** The rules as they stand in `rules/`, compiled once a test file. */
export function rules(): RuleSet {
  compiled ??= compile(parseRules(readRules(join(home, 'rules'))));
  return compiled;
}

/** A configuration that says nothing. */
export const silent: Config = {
  origin: null,
  digest: null,
  registry: null,
  baseline: null,
  acceptMarks: [],
  failOn: [],
  include: [],
  exclude: [],
  units: [],
  ignore: [],
  checks: new Map(),
  policy: defaultPolicy,
};

/** No registry at all. */
export const empty: Registry = noRegistry;

async function* nothing(): AsyncIterable<Uint8Array> {}

/** Scans targets on a fixed day, in this thread, and with what the given options say. */
export function scanAt(targets: readonly string[], options: Partial<ScanOptions> = {}): Promise<Report> {
  return scan({
    targets,
    cwd: home,
    stdin: nothing(),
    rules: rules(),
    registry: empty,
    config: silent,
    today: '2026-11-20',
    salt: 'test',
    trustTree: true,
    jobs: 1,
    maxBytes: 100 << 20,
    version: '0.0.0',
    startedAt: null,
    clock: null,
    signal: new AbortController().signal,
    ...options,
  });
}

/** Scans a case folder: `input/`, and the registry and configuration beside it where there are any. */
export async function scanCase(folder: string): Promise<Report> {
  const registry = existsSync(join(folder, 'registry.yaml')) ? await loadRegistry('registry.yaml', folder) : empty;
  const file = join(folder, 'config.yaml');
  const config = existsSync(file) ? parseConfig(readFileSync(file, 'utf8'), 'config.yaml') : silent;
  return scanAt([join(folder, 'input')], { registry, config });
}
