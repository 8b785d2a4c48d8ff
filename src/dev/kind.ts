import { compile } from '../ruleset/compile.ts';
import type { KeyFile } from '../ruleset/key-schema.ts';
import { readRules } from '../ruleset/load.ts';
import { parseRules } from '../ruleset/parse.ts';

/** A kind of key, and what one has to know to write it down as people do. */
export interface Kind {
  readonly provider: string;
  readonly key: KeyFile;
  /** Hosts that take it. */
  readonly hosts: readonly string[];
}

/** Every kind of key that the rules of a folder know, in their order. */
export function readKinds(folder: string): readonly Kind[] {
  const files = parseRules(readRules(folder));
  const compiled = new Map(compile(files).keys.map((rule) => [rule.id, rule]));
  return [...files.providers, ...files.frameworks, ...(files.services ?? [])].flatMap(({ id, keys }) =>
    keys.map((key) => ({ provider: id, key, hosts: compiled.get(key.id)?.hosts ?? [] })),
  );
}

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

/** `groqApiKey` for `GROQ_API_KEY`. */
export function camel(name: string): string {
  return name.toLowerCase().replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A string literal of most languages: in single quotes where nothing in it forbids them. */
export function quoted(text: string): string {
  return text.includes("'") || text.includes('\\') ? JSON.stringify(text) : `'${text}'`;
}

/** A line of an environment file. */
export function dotenvLine(name: string, value: string): string {
  return `${name}=${/^[\w./+=:|-]+$/.test(value) ? value : `'${value}'`}\n`;
}

/** A request by hand, as documentation shows it. */
export function curl(kind: Kind, key: string): string {
  const [host] = kind.hosts;
  if (host === undefined)
    return `curl -H ${quoted(`${variable(kind).toLowerCase().replaceAll('_', '-')}: ${key}`)} https://service.internal/\n`;
  return `curl https://${host.replace(/^\*\./, 'eu.')}/v1/list \\\n  -H ${quoted(`Authorization: Bearer ${key}`)}\n`;
}
