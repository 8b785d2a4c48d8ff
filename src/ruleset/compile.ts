import { RollcallError } from '../model/error.ts';
import {
  type ArgumentPath,
  type Condition,
  ecosystems,
  type HostRule,
  type Locators,
  languages,
  type MethodRule,
  type ModelRule,
  type RuleSet,
  type RunnerRule,
  type Subject,
  type SymbolRule,
  type VariableRule,
} from '../model/ruleset.ts';
import { digestOf } from '../text/fingerprint.ts';
import type { CredentialFile } from './credential-schema.ts';
import { credentialRules } from './credentials.ts';
import { formatRules } from './formats.ts';
import { type KeyOwner, keyRules } from './keys.ts';
import { automaton } from './keywords.ts';
import type { CallerFile, LogFile, WrapperFile } from './log-schema.ts';
import { logRules } from './logs.ts';
import { permissionRule } from './permissions.ts';
import { noProcesses, type ProcessFile } from './process-schema.ts';
import type { CheckFile, FrameworkFile, PlaceholderFile, ProviderFile, SdkFile, ServiceFile } from './schema.ts';
import { settingsRules } from './settings.ts';
import { sdkWords, tellingPort, words } from './words.ts';

/** Rule files as parsed, in order of their paths. */
export interface RuleFiles {
  readonly providers: readonly ProviderFile[];
  readonly frameworks: readonly FrameworkFile[];
  readonly sdks: readonly SdkFile[];
  readonly services?: readonly ServiceFile[];
  readonly credentials?: readonly CredentialFile[];
  readonly checks: readonly CheckFile[];
  readonly placeholders?: PlaceholderFile;
  readonly logs?: readonly LogFile[];
  readonly wrappers?: readonly WrapperFile[];
  readonly callers?: CallerFile;
  readonly processes?: ProcessFile;
}

type AnyFile = ProviderFile | FrameworkFile;

/** Turns rule files into the form that a scan looks things up in. An SDK's file without its provider or framework is a `RollcallError`. */
export function compile(files: RuleFiles): RuleSet {
  mustHaveSubjects(files);
  const all: readonly AnyFile[] = [...files.providers, ...files.frameworks].map((file) => completed(file, files.sdks));
  const hosts = [...files.providers, ...files.frameworks].flatMap(hostRules);
  const named = {
    hosts: new Map(hosts.filter(({ host }) => !host.includes('*')).map((rule) => [rule.host, rule])),
    hostPatterns: hosts
      .filter(({ host }) => host.includes('*') && host !== '*')
      .sort((a, b) => b.host.length - a.host.length),
  };
  const owners = [
    ...[...files.providers, ...files.frameworks].map(owner),
    ...(files.services ?? []).map((file) => serviceOwner(file, files.providers)),
  ];
  return {
    digest: digestOf(JSON.stringify(files)),
    subjects: new Map([...all.map(subject), ...(files.services ?? []).map(service)].map((one) => [one.id, one])),
    symbols: symbolIndex(all),
    ...named,
    anywhere: hosts.filter(({ host }) => host === '*').sort((a, b) => longest(b.paths) - longest(a.paths)),
    ports: new Map(files.providers.flatMap(ports)),
    addresses: files.providers.flatMap(({ id, addresses }) => addresses.map((prefix) => ({ provider: id, prefix }))),
    processes: files.processes ?? noProcesses,
    paths: [...new Set(files.providers.flatMap(({ paths }) => paths))].sort(),
    variables: new Map(all.flatMap(variables).map((rule) => [rule.name, rule])),
    packages: new Map(all.flatMap(packages)),
    media: new Set(files.providers.flatMap(({ id, media }) => (media ? id : []))),
    sdks: new Set(all.filter(isSdk).flatMap((file) => packages(file).map(([name]) => name))),
    models: files.providers.flatMap(models),
    aliases: new Map(files.providers.flatMap(aliases)),
    images: new Map(all.flatMap(({ id, images }) => images.map((image) => [image, id] as const))),
    actions: new Map(all.flatMap((file) => runners(file, file.actions))),
    commands: new Map(all.flatMap((file) => runners(file, file.commands))),
    files: all.flatMap(({ id, files: globs }) => globs.map(({ glob, what }) => ({ rule: id, glob, what }))),
    formats: all.flatMap((file) => formatRules(file.id, frameworkOf(file), file.declarations)),
    settings: all.flatMap((file) => settingsRules(file.id, frameworkOf(file), file.settings)),
    keys: owners.flatMap(keyRules),
    placeholders: {
      patterns: (files.placeholders?.patterns ?? []).map((pattern) => new RegExp(pattern, 'i')),
      words: new Set(files.placeholders?.words ?? []),
    },
    credentials: credentialRules(files.credentials ?? []),
    logs: logRules(files.logs ?? [], files.wrappers ?? [], files.callers, named),
    checks: new Map(files.checks.map((check) => [check.id, check])),
    keywords: automaton(words(files, owners)),
  };
}

function mustHaveSubjects({ providers, frameworks, sdks }: RuleFiles): void {
  const known = new Set([...providers, ...frameworks].map(({ id }) => id));
  const orphan = sdks.find(({ of }) => !known.has(of));
  if (!orphan) return;
  throw new RollcallError('rule', `sdks/${orphan.id}.yaml is for '${orphan.of}', which no rule file describes`, {
    hint: 'Give `of` the id of a provider or framework.',
  });
}

/** A provider or framework with what its SDKs add to it. */
function completed<T extends AnyFile>(file: T, sdks: readonly SdkFile[]): T {
  const own = sdks.filter(({ of }) => of === file.id);
  if (own.length === 0) return file;
  return {
    ...file,
    symbols: [...file.symbols, ...own.flatMap(symbolsOf)],
    modules: [...file.modules, ...own.flatMap(({ modules }) => modules)],
    env: [...file.env, ...own.flatMap(({ env }) => env)],
    packages: Object.fromEntries(
      ecosystems.map((registry) => [registry, [file, ...own].flatMap(({ packages }) => packages[registry] ?? [])]),
    ),
  };
}

function symbolsOf({ symbols, languages }: SdkFile): AnyFile['symbols'] {
  return symbols.map((symbol) => ({ ...symbol, languages: symbol.languages ?? languages }));
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

function subject(file: AnyFile): Subject {
  return { id: file.id, kind: isProvider(file) ? 'provider' : 'framework', name: file.name, docs: file.docs };
}

function service({ id, name, docs }: ServiceFile): Subject {
  return { id, kind: 'service', name, docs };
}

function isProvider(file: AnyFile): file is ProviderFile {
  return 'aliases' in file;
}

/** The framework that a rule file reports: none for a provider's SDK and for what only carries requests. */
function frameworkOf(file: AnyFile): string | null {
  return isProvider(file) || file.kind !== 'agent' ? null : file.id;
}

function symbolIndex(all: readonly AnyFile[]): Map<string, SymbolRule[]> {
  const index = new Map<string, SymbolRule[]>();
  for (const file of all) {
    for (const rule of file.symbols.map((symbol) => symbolRule(file, symbol))) {
      for (const module of rule.modules) index.set(module, [...(index.get(module) ?? []), rule]);
    }
    const covered = new Set(file.symbols.flatMap(({ modules }) => modules));
    for (const module of file.modules)
      if (!covered.has(module)) index.set(module, [...(index.get(module) ?? []), bare(file, module)]);
  }
  return index;
}

/** A vendor's SDK. What is started by a command is a program, whatever can be imported of it too, and so is many a framework. */
function isSdk(file: AnyFile): boolean {
  return isProvider(file) && file.symbols.length > 0 && file.commands.length === 0;
}

/** A module of which only the import says something. */
function bare(file: AnyFile, module: string): SymbolRule {
  return symbolRule(file, {
    languages: [...languages],
    modules: [module],
    names: [],
    role: 'client',
    operation: 'other',
    args: {},
    access: 'unknown',
    methods: [],
  });
}

function symbolRule(file: AnyFile, symbol: AnyFile['symbols'][number]): SymbolRule {
  return {
    rule: file.id,
    languages: symbol.languages ?? ['javascript', 'python'],
    modules: symbol.modules,
    names: symbol.names,
    role: symbol.role,
    operation: symbol.operation,
    provider: symbol.provider !== undefined ? symbol.provider : isProvider(file) ? file.id : null,
    framework: symbol.framework ?? frameworkOf(file),
    args: locators(symbol.args),
    access: symbol.access,
    trigger: symbol.trigger ?? null,
    store: symbol.store ?? null,
    when: condition(symbol.when),
    level: symbol.level,
    methods: symbol.methods.map(
      (method): MethodRule => ({
        names: method.names,
        role: method.role,
        operation: method.operation,
        args: locators(method.args),
        when: condition(method.when),
        framework: method.framework ?? null,
        level: method.level,
      }),
    ),
  };
}

type Locator = string | number | readonly (string | number)[];

function locators(given: { readonly [K in keyof Locators]?: Locator | undefined }): Locators {
  const entries = Object.entries(given).flatMap(([name, path]) =>
    path === undefined ? [] : [[name, argumentPath(path)]],
  );
  return Object.fromEntries(entries);
}

function argumentPath(given: Locator): ArgumentPath {
  return typeof given === 'object' ? given : [given];
}

function condition(given: { arg: Locator; equals: readonly string[] } | undefined): Condition | null {
  return given ? { arg: argumentPath(given.arg), equals: given.equals } : null;
}

function hostRules(file: ProviderFile | FrameworkFile): HostRule[] {
  return file.hosts.map((host) =>
    typeof host === 'string'
      ? { provider: file.id, host: host.toLowerCase(), kind: 'api', paths: [], shared: false }
      : {
          provider: file.id,
          host: host.host.toLowerCase(),
          kind: host.kind,
          paths: host.paths,
          shared: host.shared,
          wire: host.wire,
        },
  );
}

/** A low port is anybody's: on it, only the paths of the runtime itself and of OpenAI's API ask a model. */
function ports(file: ProviderFile): [number, HostRule][] {
  return file.ports.map((port) => {
    const shared = port < tellingPort;
    return [
      port,
      { provider: file.id, host: '', kind: 'api', paths: shared ? [...spoken, ...file.paths] : [], shared },
    ];
  });
}

/** What most local runtimes answer to. */
const spoken = ['/chat/completions', '/v1/completions', '/v1/embeddings', '/v1/responses', '/v1/messages'];

function variables(file: AnyFile): VariableRule[] {
  const provider = isProvider(file) ? file.id : null;
  return file.env.map((env) =>
    typeof env === 'string'
      ? { rule: file.id, provider, name: env, role: 'key', ambiguous: false }
      : { rule: file.id, provider: env.provider ?? provider, name: env.name, role: env.role, ambiguous: env.ambiguous },
  );
}

function packages(file: AnyFile): [string, string][] {
  return Object.entries(file.packages).flatMap(([ecosystem, names = []]) =>
    names.map((name): [string, string] => [`${ecosystem}:${name}`, file.id]),
  );
}

function aliases({ id, ordinary, aliases: others }: ProviderFile): [string, string][] {
  return [...(ordinary ? [] : [id]), ...others].map((alias) => [alias, id]);
}

function models(file: ProviderFile): ModelRule[] {
  return file.models.map((pattern) => ({ provider: file.id, pattern: new RegExp(`^(?:${pattern})$`) }));
}

function runners(file: AnyFile, list: AnyFile['actions']): [string, RunnerRule][] {
  const provider = isProvider(file) ? file.id : null;
  return list.map((runner) => {
    const {
      name,
      level,
      arguments: needed,
      model,
      provider: reached,
      providers,
      permissions,
    } = typeof runner === 'string' ? { ...plain, name: runner } : runner;
    const rule = {
      rule: file.id,
      name,
      level,
      provider: reached ?? provider,
      framework: frameworkOf(file),
      arguments: needed,
      model,
      providers,
      permissions: permissions ? permissionRule(permissions) : null,
    };
    return [name.toLowerCase(), rule];
  });
}

/** A runner of which only the name is known. */
const plain = {
  level: 'agent' as const,
  arguments: [],
  model: [],
  provider: undefined,
  providers: {},
  permissions: undefined,
};

function owner(file: AnyFile): KeyOwner {
  const env = isProvider(file) ? file.env : [];
  return {
    id: file.id,
    docs: file.docs,
    aliases: isProvider(file) ? file.aliases : [],
    code: sdkWords(file),
    hosts: file.hosts.flatMap((host) => (typeof host === 'string' ? host : host.kind === 'api' ? host.host : [])),
    env: env.flatMap((one) => (typeof one === 'string' ? one : one.role === 'key' ? one.name : [])),
    grants: isProvider(file) ? 'models' : 'service',
    known: true,
    keys: file.keys,
  };
}

/** Keys of vendors that cannot be told may stand in the variables of those of whom nobody knows what their keys look like. */
function serviceOwner({ id, docs, hosts, known, keys }: ServiceFile, providers: readonly ProviderFile[]): KeyOwner {
  const env = known ? [] : providers.filter((file) => file.keys.length === 0).flatMap((file) => owner(file).env);
  return { id, docs, aliases: [], code: [], hosts, env, grants: known ? 'service' : 'models', known, keys };
}
