import type { Node } from '../../code/syntax.ts';

/** An annotation, translated: a name, or a call of it. */
type Annotation = Node;

/**
 * What an annotation hands to a field or parameter: `@Value("${openai.key:none}")` reads a setting with a fallback, as
 * `@ConfigProperty(name = "openai.key")` does. It is a call of the annotation with the setting's name. Null for others.
 */
export function injected(annotations: readonly Annotation[]): Node | null {
  for (const annotation of annotations) {
    if (annotation.k !== 'call') continue;
    const { callee, args, at } = annotation;
    const name = callee.k === 'name' || callee.k === 'member' ? callee.name : '';
    if (!/^(?:Value|ConfigProperty|Property)$/.test(name)) continue;
    const given = args.find((arg) => arg.name === null || arg.name === 'name' || arg.name === 'value');
    if (given?.value.k !== 'text') continue;
    const fallback = args.find((arg) => arg.name === 'defaultValue')?.value ?? null;
    return setting(callee, given.value.text, fallback, at);
  }
  return null;
}

function setting(callee: Node, text: string, fallback: Node | null, at: number): Node {
  const [, name = text, rest] = /^\$\{([^:{}]{1,200})(?::([^{}]{0,400}))?\}$/.exec(text) ?? [];
  const other: Node | null = rest === undefined ? fallback : { k: 'text', text: rest, at };
  const args = [{ k: 'text', text: name, at } as const, ...(other ? [other] : [])];
  return { k: 'call', callee, args: args.map((value) => ({ name: null, value, at })), at };
}

/** Whether a call reads a setting or an environment variable by the name that it is given first. */
export function readsSetting(module: string, path: string): boolean {
  const name = module === '' ? path : `${module}.${path}`;
  return settings.some((pattern) => pattern.test(name));
}

const settings: readonly RegExp[] = [
  /^(?:java\.lang\.)?System\.getenv(?:\(\)\.get(?:OrDefault)?)?$/,
  /^(?:java\.lang\.)?System\.(?:getProperty|env)$/,
  /^org\.springframework\.core\.env\.(?:Configurable)?Environment\(\)\.get(?:Required)?Property$/,
  /^io\.github\.cdimascio\.dotenv\.(?:Dotenv\.(?:load|configure)\(\)(?:\.\w{1,40}\(\)){0,6}|Dotenv\(\)|dotenv\(\))\.get$/,
  /^org\.springframework\.beans\.factory\.annotation\.Value$/,
  /^org\.eclipse\.microprofile\.config\.inject\.ConfigProperty$/,
  /^io\.micronaut\.context\.annotation\.(?:Value|Property)$/,
];
