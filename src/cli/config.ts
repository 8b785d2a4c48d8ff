import { type Config, explainMisfit, type Fault, RollcallError, readYaml, type Tree } from '../index.ts';
import { sha256 } from '../text/fingerprint.ts';
import { Lines } from '../text/position.ts';
import { ConfigFile } from './config-schema.ts';
import { defaultFailOn } from './exit.ts';

/** What holds where nobody has configured anything. */
export const defaultConfig: Config = {
  origin: null,
  digest: null,
  registry: null,
  failOn: defaultFailOn,
  include: [],
  exclude: [],
  units: [],
  ignore: [],
  checks: new Map(),
  policy: { maximumAgeDays: null },
};

/** Reads a configuration strictly: where anything in it is wrong it throws, and names all that is. */
export function parseConfig(text: string, origin: string): Config {
  const { tree, faults } = readYaml(text);
  const result = ConfigFile.safeParse(tree?.value ?? {}); // an empty file configures nothing
  const misfits = tree && result.error ? explainMisfit(result.error, ConfigFile, tree) : [];
  if (faults.length > 0 || !tree || !result.success) throw refusal([...faults, ...misfits], text, origin);

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
    digest: `sha256:${sha256(text)}`,
    registry: file.registry ?? null,
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
    policy: { maximumAgeDays: file.policy.maximumAgeDays ?? null },
  };
}

/** Faults that one message holds; a file that is wrong throughout needs no more to be recognised. */
const most = 50;

function refusal(faults: readonly Fault[], text: string, origin: string): RollcallError {
  const lines = new Lines(text);
  const complaints = faults
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, message }) => ({ ...lines.at(offset), message }))
    .map(({ line, column, message }) => `${origin}:${line}:${column}: ${message}`);
  return new RollcallError('config', complaints.slice(0, most).join('\n'), {
    hint: 'Nothing is scanned until the configuration is free of errors.',
  });
}
