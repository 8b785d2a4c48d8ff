import type { CredentialRules } from './credential.ts';
import type { Access, Operation } from './evidence.ts';
import type { FormatRule } from './format.ts';
import type { KeyRule } from './key.ts';
import type { LogRules } from './network.ts';
import type { AddressRule, ProcessRules } from './process-rules.ts';
import type { SettingsRule } from './setting.ts';

/** What an imported symbol is for. See rules/README.md. */
export type Role =
  | 'client'
  | 'model'
  | 'call'
  | 'option'
  | 'agent'
  | 'tool'
  | 'gate'
  | 'server'
  | 'connection'
  | 'store'
  | 'transport'
  | 'process'
  | 'trigger'
  | 'identity'
  | 'keyfile';

/** Languages that symbols and examples are written for. `javascript` is TypeScript too. */
export const languages = [
  'javascript',
  'python',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'rust',
  'php',
  'elixir',
  'shell',
  'sql',
] as const;
export type Language = (typeof languages)[number];

/** Where packages come from, by the name of their registry. */
export const ecosystems = ['npm', 'pypi', 'go', 'maven', 'nuget', 'crates', 'rubygems', 'packagist', 'hex'] as const;
export type Ecosystem = (typeof ecosystems)[number];

/**
 * Where a call carries a fact: a keyword, option or field by name (dotted for nesting), or a position from 0.
 * Alternatives are tried in order.
 */
export type ArgumentPath = readonly (string | number)[];

/** The arguments rollcall reads. */
export interface Locators {
  readonly model?: ArgumentPath;
  /** The vendor by its name, as in `model_provider="anthropic"`, or a member of an enumeration of vendors. */
  readonly provider?: ArgumentPath;
  readonly tools?: ArgumentPath;
  readonly baseUrl?: ArgumentPath;
  readonly name?: ArgumentPath;
  readonly members?: ArgumentPath;
  readonly mcp?: ArgumentPath;
  /** An argument that, where it is given and not false, makes a person confirm. */
  readonly approval?: ArgumentPath;
  readonly url?: ArgumentPath;
  /** Path beside a bare host name, as `https.request({hostname, path})` has it. */
  readonly path?: ArgumentPath;
  /** What a request sends, where it has no name such as `json` or `data`. */
  readonly body?: ArgumentPath;
  /** The program that is started, a shell text, or a list of both program and arguments. */
  readonly command?: ArgumentPath;
  /** The arguments of a program, where they are handed over by themselves; `...`: one by one, behind it. */
  readonly arguments?: ArgumentPath;
}

/** An argument that must be one of these texts, or must only be given where none is listed. */
export interface Condition {
  readonly arg: ArgumentPath;
  readonly equals: readonly string[];
}

/** What may follow on the thing made by a {@link SymbolRule}: `chat.completions.create` on a client. */
export interface MethodRule {
  readonly names: readonly string[];
  readonly role: Role;
  readonly operation: Operation;
  readonly args: Locators;
  readonly when: Condition | null;
  /** The product that it belongs to, where that is another than the symbol's. */
  readonly framework: string | null;
  /** `agent`: it lets the model call tools by itself, whichever they are. */
  readonly level?: 'agent' | undefined;
}

/** A symbol that a package exports and what using it means. */
export interface SymbolRule {
  /** Id of the rule file. */
  readonly rule: string;
  readonly languages: readonly Language[];
  readonly modules: readonly string[];
  /** Exported names; '' is the module itself (a default export). A name may be dotted; a trailing `*` stands for any suffix. */
  readonly names: readonly string[];
  readonly role: Role;
  readonly operation: Operation;
  /** Provider that is reached; `null`: to be told from the model's name, or unknown. */
  readonly provider: string | null;
  readonly framework: string | null;
  readonly args: Locators;
  readonly methods: readonly MethodRule[];
  /** For a tool: what it may do. */
  readonly access: 'read' | 'write' | 'execute' | 'unknown';
  readonly when: Condition | null;
  /** For a trigger: what starts the code: `schedule`, `slack`. */
  readonly trigger: string | null;
  /** For a store: what it is called; `null`: by its rule. */
  readonly store: string | null;
  /** `agent`: it lets the model call tools by itself, whichever they are. */
  readonly level?: 'agent' | undefined;
}

/** A host that serves a provider's models. */
export interface HostRule {
  readonly provider: string;
  /** Lower-case host name; a leading `*.` stands for one or more labels, another `*` for part of one label. */
  readonly host: string;
  readonly kind: 'api' | 'console' | 'chat';
  /** Paths (or `:verb` suffixes) that mean a model; none: those of all providers. */
  readonly paths: readonly string[];
  /** True where it serves other things too: its name alone says nothing. */
  readonly shared: boolean;
  /** True where, of those that serve other things too, its name tells on the wire all the same: those are things of AI. */
  readonly wire?: boolean;
}

/** An environment variable of a provider or framework. */
export interface VariableRule {
  readonly rule: string;
  readonly provider: string | null;
  readonly name: string;
  readonly role: 'key' | 'base-url' | 'model' | 'other';
  /** True where it is commonly set for reasons that have nothing to do with AI. */
  readonly ambiguous: boolean;
}

/** A GitHub action or a command line that runs a model. */
export interface RunnerRule {
  readonly rule: string;
  /** `owner/repo` or `owner/repo/path` of an action; program name of a command. */
  readonly name: string;
  readonly level: 'caller' | 'agent';
  readonly provider: string | null;
  readonly framework: string | null;
  /** For a command: arguments of which one must be there (`-p`, `exec`); empty: any call counts. */
  readonly arguments: readonly string[];
  /** For an action: inputs that carry the model. For a command: words that it follows, besides `--model`. */
  readonly model: readonly string[];
  /** Providers by the inputs and variables, in lower case, that lead to them where they are set. */
  readonly providers: { readonly [input: string]: string };
  /** What says which tools its agent may use; `null` where nothing is known to. */
  readonly permissions: PermissionRule | null;
}

/**
 * What tells the tools that an agent may use without being asked. A source is an option of the command line
 * (`--allowedTools`), an input of the action in lower case, or a place in the JSON that one of them holds
 * (`settings.permissions.allow`).
 */
export interface PermissionRule {
  /** Inputs of the action that hold a command line. */
  readonly arguments: readonly string[];
  /** Sources that list tools, and those that list what is taken away again. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** Sources that open more than a tool, with the value that does, behind a blank; told by `name`. */
  readonly modes: readonly { readonly name: string; readonly names: readonly string[]; readonly access: Access }[];
  /** Sources that name or configure MCP servers. */
  readonly servers: readonly string[];
  /** What a tool may do, by its name without what stands in brackets. */
  readonly access: ReadonlyMap<string, Access>;
  /** How the name of a tool tells the MCP server that it is of. */
  readonly server: RegExp | null;
}

/** A rule file's head. */
export interface Subject {
  readonly id: string;
  readonly kind: 'provider' | 'framework' | 'service';
  readonly name: string;
  readonly docs: string;
}

/** A model name pattern and who makes the model. */
export interface ModelRule {
  readonly provider: string;
  readonly pattern: RegExp;
}

/** A file that configures a coding assistant, as a pattern over repository paths. */
export interface ConfigFileRule {
  readonly rule: string;
  readonly glob: string;
  readonly what: 'assistant-config' | 'mcp-config' | 'agent-file';
}

/** Texts of a check. */
export interface CheckText {
  readonly id: string;
  readonly title: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low';
  readonly default: boolean;
  readonly why: string;
  readonly mend: string;
  readonly precision: 'very-high' | 'high' | 'medium' | 'low';
  readonly references: readonly { readonly name: string; readonly url: string }[];
  readonly tags: readonly string[];
}

/** What people write in the place of a key: patterns, matched behind the head of one, and words of which several stand in it. */
export interface Placeholders {
  readonly patterns: readonly RegExp[];
  readonly words: ReadonlySet<string>;
}

/** Compiled rules: plain data, `RegExp` and `Map`; crosses to a worker thread as it is. */
export interface RuleSet {
  /** `sha256:<hex>` of the compiled rules. */
  readonly digest: string;
  readonly subjects: ReadonlyMap<string, Subject>;
  /** By module name; one rule stands under each of its modules. */
  readonly symbols: ReadonlyMap<string, readonly SymbolRule[]>;
  /** By host without wildcard. */
  readonly hosts: ReadonlyMap<string, HostRule>;
  /** Hosts with a wildcard, longest first. */
  readonly hostPatterns: readonly HostRule[];
  /** Paths that tell the provider on a host that is decided at run time. */
  readonly anywhere: readonly HostRule[];
  /** By port of a local runtime. */
  readonly ports: ReadonlyMap<number, HostRule>;
  /** Path endings of inference endpoints, of all providers. */
  readonly paths: readonly string[];
  /** Addresses that serve one provider and nobody else. */
  readonly addresses: readonly AddressRule[];
  readonly processes: ProcessRules;
  readonly variables: ReadonlyMap<string, VariableRule>;
  /** By `ecosystem:name`; the rule id. */
  readonly packages: ReadonlyMap<string, string>;
  /** Providers of sound and pictures: asking them, and no language model, makes no agent. */
  readonly media: ReadonlySet<string>;
  /** Packages, as in `packages`, that code imports to ask a model: who makes one of them is its vendor, and no agent by it. */
  readonly sdks: ReadonlySet<string>;
  readonly models: readonly ModelRule[];
  /** Other spellings of provider ids (`gemini` → `google`), and the ids themselves. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Container images of model servers, without registry and tag; the rule id. */
  readonly images: ReadonlyMap<string, string>;
  readonly actions: ReadonlyMap<string, RunnerRule>;
  readonly commands: ReadonlyMap<string, RunnerRule>;
  readonly files: readonly ConfigFileRule[];
  /** Configuration formats that declare agents. */
  readonly formats: readonly FormatRule[];
  /** What keys of configuration files set. */
  readonly settings: readonly SettingsRule[];
  readonly keys: readonly KeyRule[];
  readonly placeholders: Placeholders;
  readonly credentials: CredentialRules;
  readonly logs: LogRules;
  readonly checks: ReadonlyMap<string, CheckText>;
  readonly keywords: Keywords;
}

/** The automaton over all keywords: a transition table in typed arrays. */
export interface Keywords {
  /** Keyword texts, lower case; index = keyword id. */
  readonly words: readonly string[];
  /** What has to stand around a keyword, by the number of its kind; 0: anything. */
  readonly edges: Uint8Array;
  /** By keyword id how it has to be spelled; `null`: in any case. */
  readonly exact: readonly (string | null)[];
  /** 1 where a keyword is of use to key patterns alone. */
  readonly keyOnly: Uint8Array;
  /** Byte → column of the table. */
  readonly classes: Uint8Array;
  /** state + class → state; states are multiplied by the number of classes. */
  readonly next: Int32Array;
  /** States from here on end at least one keyword. */
  readonly accepting: number;
  /** For accepting state i (by order): keyword ids `outputs[starts[i]] … outputs[starts[i + 1] - 1]`. */
  readonly starts: Int32Array;
  readonly outputs: Int32Array;
  readonly width: number;
}
