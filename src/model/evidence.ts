import type { KeyHistory } from './history.ts';
import type { KeyGrant } from './key.ts';
import type { Location } from './origin.ts';
import type { ProcessEvidence, TrafficEvidence } from './sighting.ts';
import type { Asked } from './verification.ts';

/** How sure a witness is. `high`: bound to an import or a host; `medium`: one inference away; `low`: by its looks. */
export type Confidence = 'high' | 'medium' | 'low';

/** A *use* makes an agent, a *mention* never does; it corroborates a use in the same unit. */
export type Weight = 'use' | 'mention';

/** What kind of file a witness stands in; decided once per file. Only `production` and `example` make agents. */
export type Context = 'production' | 'example' | 'test' | 'docs' | 'vendored' | 'generated' | 'archived' | 'catalogue';

/** `caller`: plain completions or embeddings. `agent`: tools, a loop, hand-offs, or an agent framework's agent object. */
export type Level = 'caller' | 'agent';

/** What a call asks of a model. */
export type Operation = 'chat' | 'completion' | 'embedding' | 'image' | 'speech' | 'rerank' | 'run' | 'other';

/** What a tool may do to the world. */
export type Access = 'read' | 'write' | 'execute' | 'unknown';

/**
 * Another unit that evidence speaks of than the one its file lies in, by a strong key: the folder that an image is built
 * from, the image's name, or the file that is started: a script, a workflow.
 */
export interface Whose {
  readonly folder: string | null;
  readonly image: string | null;
  readonly file?: string;
}

/** What all evidence has. */
export interface Base extends Location {
  /** Id of the place (repository) that `file` belongs to. */
  readonly place: string;
  /** Id of the rule file that knew it. */
  readonly rule: string;
  readonly provider: string | null;
  readonly framework: string | null;
  readonly confidence: Confidence;
  readonly weight: Weight;
  readonly context: Context;
  /** Top-level function or class it stands in. */
  readonly within: string | null;
  readonly whose?: Whose;
}

/** Facets of a model call or construct. `dynamic` lists those that are decided at run time. */
export interface Reach {
  readonly models: readonly string[];
  /** Host of a base URL given in code or configuration; empty for the SDK's own default. */
  readonly hosts: readonly string[];
  readonly dynamic: readonly ('providers' | 'models' | 'hosts' | 'tools')[];
}

/** An SDK or framework is imported. */
export interface SdkEvidence extends Base {
  readonly kind: 'sdk';
  readonly module: string;
}

/** A model is called, or a client of a model is made, through something imported. */
export interface CallEvidence extends Base, Reach {
  readonly kind: 'call';
  /** As written after resolution: `OpenAI().chat.completions.create`. */
  readonly symbol: string;
  readonly operation: Operation;
  readonly level: Level;
  /** Names of tools handed over; '' for one whose name is not known. */
  readonly tools: readonly string[];
}

/** An agent, crew or graph of a framework is made. */
export interface ConstructEvidence extends Base, Reach {
  readonly kind: 'construct';
  readonly symbol: string;
  /** The name given to it in code, `null` where none or decided at run time. */
  readonly name: string | null;
  readonly level: Level;
  readonly tools: readonly string[];
}

/** A string names a provider's host. */
export interface EndpointEvidence extends Base {
  readonly kind: 'endpoint';
  readonly host: string;
}

/** An HTTP request to a provider's inference path. */
export interface RequestEvidence extends Base, Reach {
  readonly kind: 'request';
  readonly host: string;
  /** Path of the URL; '' where it is decided at run time. */
  readonly path: string;
  readonly level: Level;
}

/** An environment variable of a provider is read, set or handed on. */
export interface VariableEvidence extends Base {
  readonly kind: 'variable';
  readonly name: string;
  /** True where it holds a credential. */
  readonly secret: boolean;
  /** Where its value comes from, when that is written: `secret:NAME`, `vault:kv/billing/openai`. */
  readonly ref: string | null;
}

/** An embedded API key, masked where it was found. What its vendor said is there where the scan asked. */
export interface KeyEvidence extends Base, Asked {
  readonly kind: 'key';
  /** Id of the key type, such as `openai-project-key`. */
  readonly type: string;
  /** The type's name for people. */
  readonly title: string;
  readonly masked: string;
  /** HMAC-SHA-256 of the key under the scan's salt, hex. */
  readonly fingerprint: string;
  /** Variable, key or field that it is assigned to. */
  readonly name: string | null;
  /**
   * What tells it from an invented one. `structure`: a checksum, marker or claim that holds; `context`: its shape, and
   * a name or host beside it; `shape`: its shape alone.
   */
  readonly proof: 'structure' | 'context' | 'shape';
  /** Vendors whose key it may be, where nothing decides between them; empty where the vendor is known. */
  readonly oneOf: readonly string[];
  /** What having it lets one do; `nothing` for what only names a key, such as the id of an access key. */
  readonly grants: KeyGrant | 'nothing';
  /** How bad it is that it stands here; `null`: as bad as any key. */
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | null;
  /** Until when it is good by its own words, ISO 8601 in UTC; `null` where it does not say. */
  readonly expires: string | null;
  /** Where in history it stands; `null` for a file of the tree. */
  readonly history: KeyHistory | null;
}

/** A tool that a model may call. */
export interface ToolEvidence extends Base {
  readonly kind: 'tool';
  readonly name: string;
  readonly access: Access;
  readonly approval: 'human' | 'none' | 'unknown';
  /** The variable that holds it, by which it is handed over. */
  readonly binding: string | null;
}

/** A construct that makes a person confirm before a step runs. */
export interface GateEvidence extends Base {
  readonly kind: 'gate';
  readonly symbol: string;
}

/** An MCP server is implemented here. */
export interface ServerEvidence extends Base {
  readonly kind: 'server';
  readonly name: string | null;
}

/** An MCP server is connected to: from code or from a configuration. */
export interface ConnectionEvidence extends Base {
  readonly kind: 'connection';
  readonly name: string;
  /** Command line or URL, credentials removed; '' where not known. */
  readonly target: string;
}

/** Code waits for something to start it: a schedule, a message of a chat. */
export interface TriggerEvidence extends Base {
  readonly kind: 'trigger';
  readonly symbol: string;
  readonly triggers: readonly string[];
}

/** A place where an agent keeps data, such as a vector store. */
export interface StoreEvidence extends Base {
  readonly kind: 'store';
  readonly name: string;
}

/**
 * Configuration that declares an agent: an AI action or an agent CLI in a workflow step, an assistant's configuration,
 * a low-code workflow (`flow`) and its nodes.
 */
export interface DeclarationEvidence extends Base, Reach {
  readonly kind: 'declaration';
  readonly what: 'ai-action' | 'agent-cli' | 'assistant-config' | 'agent-file' | 'flow' | 'model-node';
  readonly name: string | null;
  readonly level: Level;
  readonly triggers: readonly string[];
  /** Secrets and variables handed over, by name. */
  readonly credentials: readonly string[];
}

/**
 * A key of a configuration file sets the model, base URL or vendor of code that reads it: `spring.ai.openai.base-url`.
 * It counts where the code was seen to use that vendor, or none by name.
 */
export interface SettingEvidence extends Base, Reach {
  readonly kind: 'setting';
  /** The key as written, dotted. */
  readonly name: string;
  /** The vendor whose client is pointed at another by this base URL. */
  readonly instead: string | null;
}

/** A container that a manifest runs: a compose service, a container of a pod. */
export interface WorkloadEvidence extends Base {
  readonly kind: 'workload';
  readonly name: string;
  readonly image: string | null;
  /** Folder of the repository that its image is built from. */
  readonly build: string | null;
  /** True for a model server. */
  readonly serves: boolean;
  readonly triggers: readonly string[];
  /** Namespace of the cluster, where its manifest names one. */
  readonly namespace?: string | undefined;
}

/** An account that a workload runs under, such as `k8s:ns/billing/sa/triage` or `aws:arn:aws:iam::…:role/triage`. */
export interface IdentityEvidence extends Base {
  readonly kind: 'identity';
  readonly name: string;
}

/**
 * What gives access beside a model's own key. `credential`: one of another service; `model`: one of a provider, told where
 * a file or Secret holds it. `personal`, `refresh`: a person's login, and what renews a session; `scope`: such a session
 * is asked for; `lasting`: a token of an account that never ends. `file`, `secret`, `store`: all that an environment file,
 * a Secret or the store of a CI system holds. `static`, `federated`: a key of a cloud that does not expire, and credentials
 * that come of the workload's identity. `account`: it runs under the account of everything that has none of its own.
 */
export const grantKinds = [
  'credential',
  'model',
  'personal',
  'refresh',
  'scope',
  'lasting',
  'file',
  'secret',
  'store',
  'static',
  'federated',
  'account',
] as const;
export type GrantKind = (typeof grantKinds)[number];

/**
 * Who hands something over: code takes it by itself, an environment file or a Secret holds it, a template says what such
 * a file is to hold, an image has it built in, a workload or a step of a pipeline is given it.
 */
export const handings = ['code', 'env-file', 'template', 'secret', 'image', 'workload', 'step'] as const;
export type Handing = (typeof handings)[number];

/** Access to something is handed over. */
export interface GrantEvidence extends Base {
  readonly kind: 'grant';
  readonly what: GrantKind;
  /** A variable, the path of a file, `secret:NAME`, an expression, a scope, an account. */
  readonly name: string;
  /** What it opens, for people: `Stripe`; null where that is not known. */
  readonly service: string | null;
  readonly by: Handing;
  /** File or Secret that holds it, by the name under which that is handed over; null where it is handed over by itself. */
  readonly of: string | null;
  /** Providers whose models it opens too. */
  readonly opens: readonly string[];
  /** The chat by which it lets people reach the agent: `slack`. */
  readonly channel: string | null;
  /** Services that the same file runs beside: what opens those, and is handed over with the whole, opens nothing else. */
  readonly beside: readonly string[];
}

/** Code of another unit of the scan is called, and that reaches a model. */
export interface LinkEvidence extends Base {
  readonly kind: 'link';
  /** Id of the unit that is called. */
  readonly unit: string;
  /** What is called, by the name that its module exports; '' for the module itself. */
  readonly symbol: string;
}

/** A manifest asks for a provider's or framework's package. */
export interface DependencyEvidence extends Base {
  readonly kind: 'dependency';
  readonly package: string;
}

/** What a detector yields: a fact that means something, with its rule and place, and never a raw secret. */
export type Evidence =
  | SdkEvidence
  | CallEvidence
  | ConstructEvidence
  | EndpointEvidence
  | RequestEvidence
  | VariableEvidence
  | KeyEvidence
  | ToolEvidence
  | GateEvidence
  | ServerEvidence
  | ConnectionEvidence
  | StoreEvidence
  | TriggerEvidence
  | DeclarationEvidence
  | SettingEvidence
  | WorkloadEvidence
  | IdentityEvidence
  | GrantEvidence
  | LinkEvidence
  | TrafficEvidence
  | ProcessEvidence
  | DependencyEvidence;

export type EvidenceKind = Evidence['kind'];
export type EvidenceOf<K extends EvidenceKind> = Extract<Evidence, { kind: K }>;
