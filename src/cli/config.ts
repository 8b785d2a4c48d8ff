import { type Config, explainMisfit, readYaml, type Tree } from '../index.ts';
import { digestOf } from '../text/fingerprint.ts';
import { Lines } from '../text/position.ts';
import { policyOf } from './approval-policy.ts';
import { ConfigFile } from './config-schema.ts';
import { defaultFailOn } from './exit.ts';
import { refusal } from './faults.ts';

const hint = 'Nothing is scanned until the configuration is free of errors.';

/** Reads a configuration strictly: where anything in it is wrong it throws, and names all that is. */
export function parseConfig(text: string, origin: string): Config {
  const { tree, faults } = readYaml(text);
  const result = ConfigFile.safeParse(tree?.value ?? {}); // an empty file configures nothing
  const misfits = tree && result.error ? explainMisfit(result.error, ConfigFile, tree) : [];
  if (faults.length > 0 || !tree || !result.success)
    throw refusal([...faults, ...misfits], { text, origin, code: 'config', hint });

  return toConfig(result.data, { text, origin, tree });
}

interface Written {
  readonly text: string;
  readonly origin: string;
  readonly tree: Tree;
}

function toConfig(file: ConfigFile, { text, origin, tree }: Written): Config {
  const lines = new Lines(text);
  return {
    origin,
    digest: digestOf(text),
    registry: file.registry ?? null,
    baseline: file.baseline ?? null,
    acceptMarks: file.acceptMarks,
    failOn: file.failOn ?? defaultFailOn,
    include: file.include,
    exclude: file.exclude,
    units: file.units.map(({ path, name, ignore }) => ({ path, name: name ?? null, ignore })),
    ignore: file.ignore.map(({ check, path, agent, reason, until }, index) => ({
      check,
      path,
      agent: agent ?? null,
      reason,
      until: until ?? null,
      at: { file: origin, ...lines.at(tree.offset(['ignore', index])) },
    })),
    checks: new Map(Object.entries(file.checks)),
    policy: policyOf(file.policy),
  };
}
