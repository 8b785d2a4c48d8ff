import type { KeyFile } from '../../src/ruleset/key-schema.ts';

/** A kind of key, and what a carrier has to know to carry it as people do. */
export interface Kind {
  readonly provider: string;
  readonly key: KeyFile;
  /** Hosts that take it. */
  readonly hosts: readonly string[];
}

/** A way in which a key is written down: as text of a file of a usual name. */
export interface Carrier {
  readonly file: string;
  write(kind: Kind, key: string, index: number): string;
}

/** Where keys are most often found. */
export const carriers: Readonly<Record<string, Carrier>> = {
  dotenv: {
    file: '.env',
    write: (kind, key) => `${variable(kind)}=${/^[\w./+=:|-]+$/.test(key) ? key : `'${key}'`}\n`,
  },
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

/** Kinds that stand in a text of their own: what their keys are put into before anything carries them. */
export const settings: Readonly<Record<string, (key: string) => string>> = {
  'google-service-account': (key) => `{ "type": "service_account", ${key} }`,
  'mcp-bearer': (key) => `{ "mcpServers": { "tickets": { "headers": { "Authorization": "Bearer ${key}" } } } }`,
};

/** The variable that people keep it in. */
export function variable({ key: { names, words, context } }: Kind): string {
  const [word = 'service'] = words;
  // Whatever its shape, its variable tells of it.
  if (context === 'variable') return 'AIMLAPI_API_KEY';
  const name = names.find((one) => /^[A-Za-z][\w-]*$/.test(one)) ?? `${word}_API_KEY`;
  return name.replace(/\W/g, '_').toUpperCase();
}

function curl(kind: Kind, key: string): string {
  const [host] = kind.hosts;
  if (host === undefined)
    return `curl -H ${quoted(`${variable(kind).toLowerCase().replaceAll('_', '-')}: ${key}`)} https://service.internal/\n`;
  return `curl https://${host.replace(/^\*\./, 'eu.')}/v1/list \\\n  -H ${quoted(`Authorization: Bearer ${key}`)}\n`;
}

function quoted(text: string): string {
  return text.includes("'") || text.includes('\\') ? JSON.stringify(text) : `'${text}'`;
}

function camel(name: string): string {
  return name.toLowerCase().replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
