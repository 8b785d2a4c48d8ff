import { z } from 'zod';
import { languages } from '../model/ruleset.ts';
import { formatSchema } from './format-schema.ts';
import { id } from './id.ts';
import { keySchema } from './key-schema.ts';
import { settingsSchema } from './setting-schema.ts';

const language = z.enum(languages);
const role = z.enum([
  'client',
  'model',
  'call',
  'option',
  'agent',
  'tool',
  'gate',
  'server',
  'connection',
  'store',
  'transport',
  'process',
  'trigger',
  'identity',
  'keyfile',
]);
const operation = z.enum(['chat', 'completion', 'embedding', 'image', 'speech', 'rerank', 'run', 'other']);

/** One locator or several alternatives: a keyword, option or field by name (dotted for nesting), or a position from 0. */
const locator = z.union([z.string(), z.int().min(0), z.array(z.union([z.string(), z.int().min(0)])).min(1)]);
const locators = z
  .strictObject({
    model: locator,
    provider: locator,
    tools: locator,
    baseUrl: locator,
    name: locator,
    members: locator,
    mcp: locator,
    approval: locator,
    url: locator,
    path: locator,
    body: locator,
    command: locator,
    arguments: locator,
  })
  .partial();

/** A condition on an argument: `boto3.client('bedrock-runtime')` is a client of models, `boto3.client('s3')` is not. Without texts it must be given. */
const when = z.strictObject({ arg: locator, equals: z.array(z.string()).default([]) });

const method = z.strictObject({
  names: z.array(z.string().min(1)).min(1),
  role: role.default('call'),
  operation: operation.default('chat'),
  args: locators.default({}),
  when: when.optional(),
  /** Where it belongs to a product of its own: the id of that rule file. */
  framework: id.optional(),
  /** `agent`: it lets the model call tools by itself, whichever they are. */
  level: z.literal('agent').optional(),
});

const symbol = z.strictObject({
  languages: z.array(language).min(1).optional(),
  modules: z.array(z.string()).min(1),
  names: z.array(z.string()).min(1),
  role,
  operation: operation.default('chat'),
  provider: z.string().nullable().optional(),
  args: locators.default({}),
  access: z.enum(['read', 'write', 'execute', 'unknown']).default('unknown'),
  /** For the role `trigger`: what starts the code that it is handed. */
  trigger: z.enum(['schedule', 'http', 'slack', 'discord', 'telegram', 'teams', 'whatsapp', 'queue']).optional(),
  /** For the role `store`: what the store is called. */
  store: z.string().optional(),
  methods: z.array(method).default([]),
  when: when.optional(),
  /** Where it belongs to a product of its own: the id of that rule file. */
  framework: id.optional(),
  /** `agent`: it lets the model call tools by itself, whichever they are. */
  level: z.literal('agent').optional(),
});

const host = z.union([
  z.string(),
  z.strictObject({
    host: z.string(),
    kind: z.enum(['api', 'console', 'chat']).default('api'),
    paths: z.array(z.string()).default([]),
    /** True where it serves other things than models: then its name alone is no mention, and only its paths are a use. */
    shared: z.boolean().default(false),
    /** True where it serves other things of an AI vendor's: on the wire, where often nothing but a name is seen, the name counts. */
    wire: z.boolean().default(false),
  }),
]);

const variable = z.union([
  z.string(),
  z.strictObject({
    name: z.string(),
    role: z.enum(['key', 'base-url', 'model', 'other']).default('key'),
    /** Whose it is, where the file is none of a provider's. */
    provider: id.optional(),
    ambiguous: z.boolean().default(false),
  }),
]);

/** An option (`--allowedTools`), an input (`allowed_tools`), or a place in the JSON that one holds (`settings.permissions.allow`). */
const source = z.string().regex(/^(?:--?)?[A-Za-z][\w-]*(?:\.\w+)*$/);

/** What tells the tools that the agent of a runner may use without being asked. */
const permissions = z.strictObject({
  /** Inputs that hold a command line. */
  arguments: z.array(source).default([]),
  /** Lists of tools, and of what is taken away again. Items stand between commas, blanks and lines. */
  allow: z.array(source).default([]),
  deny: z.array(source).default([]),
  /** What opens more than one tool, told by the first of its names; behind a blank the value that does: `--sandbox danger-full-access`. */
  modes: z
    .array(
      z.strictObject({
        names: z.array(z.string().regex(/^(?:--?)?[A-Za-z][\w-]*(?:\.\w+)*(?: [\w-]+)?$/)).min(1),
        access: z.enum(['read', 'write', 'execute', 'unknown']),
      }),
    )
    .default([]),
  /** MCP servers: a list of names, or a place in JSON at which they stand by name. */
  servers: z.array(source).default([]),
  /** Names of tools by what they may do, without what stands in brackets: `Bash` is `Bash(git diff:*)` too. */
  access: z
    .strictObject({ read: z.array(z.string()), write: z.array(z.string()), execute: z.array(z.string()) })
    .partial()
    .default({}),
  /** Pattern of a tool's name whose first group is the MCP server that it is of. */
  server: z.string().optional(),
});

const runner = z.union([
  z.string(),
  z.strictObject({
    name: z.string(),
    level: z.enum(['caller', 'agent']).default('agent'),
    provider: z.string().nullable().optional(),
    arguments: z.array(z.string()).default([]),
    model: z.array(z.string()).default([]),
    /** Inputs and variables that lead to another provider where they are set: `use_bedrock: true`. */
    providers: z.record(z.string(), z.string()).default({}),
    /** Words to look for in place of the name, where that is too common a word. */
    keywords: z.array(z.string()).default([]),
    permissions: permissions.optional(),
  }),
]);

const expectation = z.strictObject({
  kind: z.enum([
    'sdk',
    'call',
    'construct',
    'endpoint',
    'request',
    'variable',
    'tool',
    'gate',
    'server',
    'connection',
    'store',
    'trigger',
    'declaration',
    'setting',
    'workload',
    'identity',
    'grant',
    'dependency',
  ]),
  provider: z.string().nullable().optional(),
  framework: z.string().nullable().optional(),
  level: z.enum(['caller', 'agent']).optional(),
  model: z.string().optional(),
  host: z.string().optional(),
  name: z.string().optional(),
  what: z.string().optional(),
  access: z.enum(['read', 'write', 'execute', 'unknown']).optional(),
  line: z.int().min(1).optional(),
});

/** A piece of code or configuration and what it must (not) yield. `uses: []` is a counter-example: a mention at most. */
const example = z.strictObject({
  title: z.string(),
  file: z.string(),
  code: z.string(),
  uses: z.array(expectation),
  mentions: z.array(expectation).default([]),
});

const names = z.array(z.string());
/** Packages as their registries spell them: Go modules by path, Maven's as `group:artifact`, Packagist's as `vendor/name`. */
const ecosystems = {
  npm: names,
  pypi: names,
  go: names,
  maven: names,
  nuget: names,
  crates: names,
  rubygems: names,
  packagist: names,
  hex: names,
};

const common = {
  id,
  name: z.string(),
  docs: z.url(),
  packages: z.strictObject(ecosystems).partial().default({}),
  env: z.array(variable).default([]),
  /** Import names whose presence says that the SDK or framework is used, beyond those of `symbols`. */
  modules: z.array(z.string()).default([]),
  symbols: z.array(symbol).default([]),
  /** Container images that serve models, without tag: `ollama/ollama`. */
  images: z.array(z.string().regex(/^[a-z0-9][a-z0-9._/-]*$/)).default([]),
  actions: z.array(runner).default([]),
  commands: z.array(runner).default([]),
  files: z
    .array(z.strictObject({ glob: z.string(), what: z.enum(['assistant-config', 'mcp-config', 'agent-file']) }))
    .default([]),
  /** Configuration formats that declare agents: low-code workflows, agents written down in YAML. */
  declarations: z.array(formatSchema).default([]),
  /** Keys of configuration files that set models, base URLs and keys. */
  settings: z.array(settingsSchema).default([]),
  /** Words that make a file worth reading, where packages, hosts and variables do not. A leading and trailing `|` asks for a word boundary. */
  keywords: z.array(z.string()).default([]),
  examples: z.array(example).min(1),
};

/** `rules/providers/<id>.yaml`: everything known of a provider of models. */
export const ProviderFile = z.strictObject({
  ...common,
  /** Other spellings of the id before `/` or `:` in a model's name, with hyphens for underscores: `together-ai`. */
  aliases: z.array(z.string()).default([]),
  /** True where the id is a word of everyday speech: `abacus/large` then names nobody, and only the aliases do. */
  ordinary: z.boolean().default(false),
  hosts: z.array(host).default([]),
  /** It makes or hears sound, or makes pictures: asking it and no language model makes no agent. */
  media: z.boolean().default(false),
  ports: z.array(z.int()).default([]),
  /** Prefixes of addresses at which it publishes that it is reached, and nobody else is. */
  addresses: z.array(z.union([z.cidrv4(), z.cidrv6()])).default([]),
  /** Path endings of inference endpoints: `/chat/completions`, `:generateContent`. */
  paths: z.array(z.string()).default([]),
  /** Patterns of model names that this provider makes; anchored at both ends when compiled. */
  models: z.array(z.string()).default([]),
  keys: z.array(keySchema).default([]),
});

/** `rules/frameworks/<id>.yaml`: a framework, agent CLI, action or HTTP library. */
export const FrameworkFile = z.strictObject({
  ...common,
  /**
   * `agent`: using it makes an agent. `transport`: it only carries requests, and no framework is reported.
   * `configuration`: settings of applications, whatever they are written with; no framework either. `identity`: how code
   * proves itself to a cloud; none either.
   */
  kind: z.enum(['agent', 'transport', 'configuration', 'identity']).default('agent'),
  /** Hosts of a platform that runs agents: a request to one is made to a provider of the platform's name. */
  hosts: z.array(host).default([]),
  keys: z.array(keySchema).default([]),
});

/**
 * `rules/services/<id>.yaml`: what agents use and serves no model itself, such as a search, a vector store or what records
 * what models say. Only its keys are known.
 */
export const ServiceFile = z.strictObject({
  id,
  name: z.string(),
  docs: z.url(),
  hosts: z.array(z.string()).default([]),
  /** False for keys of vendors that cannot be told. */
  known: z.boolean().default(true),
  keys: z.array(keySchema).min(1),
});

/**
 * `rules/sdks/<id>.yaml`: what one SDK, in one language or a few, adds to the provider or framework it is for. What it
 * finds is told under that one's name.
 */
export const SdkFile = z.strictObject({
  ...common,
  /** Id of the provider or framework. */
  of: id,
  /** Languages of its symbols, where they do not say otherwise. */
  languages: z.array(language).min(1),
});

/** `rules/checks/<id>.yaml`: the texts of a check. */
export const CheckFile = z.strictObject({
  id: z.string().regex(/^RC\d{3}$/),
  title: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  default: z.boolean().default(true),
  why: z.string(),
  mend: z.string(),
  precision: z.enum(['very-high', 'high', 'medium', 'low']),
  references: z.array(z.strictObject({ name: z.string(), url: z.url() })).default([]),
  tags: z.array(z.string()).default([]),
});

/** `rules/omitted.yaml`: what is known by name and has no rule, with the reason. */
export const OmittedFile = z.array(
  z.strictObject({ id, kind: z.enum(['provider', 'framework']), reason: z.string().trim().min(10) }),
);

/** `rules/placeholders.yaml`: what documentation and tests show instead of a key. */
export const PlaceholderFile = z.strictObject({
  /** Regular expressions, matched without case against a key behind its head. */
  patterns: z.array(z.string()).min(1),
  /** Words that people write in the place of a key; several in one value, and it was written by a person. */
  words: z.array(z.string()).default([]),
  examples: z.strictObject({ match: z.array(z.string()).min(1), ignore: z.array(z.string()).min(1) }),
});

export type PlaceholderFile = z.output<typeof PlaceholderFile>;
export type ProviderFile = z.output<typeof ProviderFile>;
export type SdkFile = z.output<typeof SdkFile>;
export type FrameworkFile = z.output<typeof FrameworkFile>;
export type ServiceFile = z.output<typeof ServiceFile>;
export type CheckFile = z.output<typeof CheckFile>;
export type OmittedFile = z.output<typeof OmittedFile>;
export type Permissions = z.output<typeof permissions>;
export type Example = z.output<typeof example>;
