import { camel, curl, dotenvLine, type Kind, quoted, variable } from '../../src/dev/kind.ts';

export { type Kind, settings, variable } from '../../src/dev/kind.ts';

/** A way in which a key is written down: as text of a file of a usual name. */
export interface Carrier {
  readonly file: string;
  write(kind: Kind, key: string, index: number): string;
}

/** Where keys are most often found. */
export const carriers: Readonly<Record<string, Carrier>> = {
  dotenv: { file: '.env', write: (kind, key) => dotenvLine(variable(kind), key) },
  typescript: {
    file: 'src/client.ts',
    write: (kind, key, index) => `export const ${camel(variable(kind))}${index} = ${quoted(key)};\n`,
  },
  yaml: { file: 'values.yaml', write: (kind, key, index) => `service${index}:\n  ${variable(kind)}: ${quoted(key)}\n` },
  curl: { file: 'ask.sh', write: curl },
  json: {
    file: 'settings.json',
    write: (kind, key, index) => `{ "n": ${index}, "${variable(kind)}": ${JSON.stringify(key)} }\n`,
  },
};
