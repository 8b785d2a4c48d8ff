import type { Access, Evidence, EvidenceKind, EvidenceOf, Level } from './evidence.ts';
import type { DynamicFacet } from './registry.ts';

/** By which strong key a witness was attached to its agent. Provider or framework in common is never one. */
export type AttachKey =
  | 'unit'
  | 'units-config'
  | 'via'
  | 'module'
  | 'build-context'
  | 'image'
  | 'fingerprint'
  | 'identity'
  | 'started'
  | 'handed'
  | 'workload'
  | 'running'
  | 'registered'
  | 'caller';

/** A witness and the reason of its attachment. */
export type Witness = WitnessOf<EvidenceKind>;
export type WitnessOf<K extends EvidenceKind> = EvidenceOf<K> & { readonly attachedBy: AttachKey };

/** What the smallest deployable thing is. */
export type UnitKind = 'application' | 'script' | 'notebook' | 'workflow' | 'action' | 'configured' | 'runtime';

/** A tool seen in the hands of an agent. */
export interface Tool {
  readonly name: string;
  readonly access: Access;
  readonly approval: 'human' | 'none' | 'unknown';
}

/** A credential by reference, or by the fingerprint of the key itself. At least one of the three is not null. */
export interface Credential {
  readonly env: string | null;
  /** `secret:NAME`, `vault:path` … */
  readonly ref: string | null;
  readonly fingerprint: string | null;
  readonly provider: string | null;
}

/** What an agent was seen to do. Lists are sorted and without duplicates. */
export interface Facets {
  readonly providers: readonly string[];
  readonly hosts: readonly string[];
  readonly models: readonly string[];
  readonly frameworks: readonly string[];
  readonly tools: readonly Tool[];
  readonly mcpServers: readonly string[];
  readonly credentials: readonly Credential[];
  readonly dataSinks: readonly string[];
  readonly triggers: readonly string[];
  readonly identities: readonly string[];
  /** Facets of which a value is decided at run time. */
  readonly dynamic: readonly DynamicFacet[];
}

/** A principal that runs, holds credentials and needs an owner. */
export interface Agent extends Facets {
  /** `<repository>//<unit path>`; it does not move when a line moves. */
  readonly id: string;
  readonly name: string;
  readonly repository: string;
  /** Unit path in the repository, `.` for its root. */
  readonly path: string;
  readonly level: Level;
  readonly kind: UnitKind;
  /** True where it stands in an example folder. */
  readonly example: boolean;
  /** Ids of the units (`repository//path`) through which it reaches a model. */
  readonly via: readonly string[];
  /** Sub-agents, crews and graphs by name. */
  readonly members: readonly string[];
  readonly owner: string | null;
  /** Registry entry that the unit says it belongs to (`rollcall.agent: <id>`). */
  readonly claim: string | null;
  /** At least one; the first is the anchor. */
  readonly evidence: readonly Witness[];
}

/** Counted beside agents, never among them. */
export interface Component {
  readonly id: string;
  readonly kind: 'mcp-server' | 'assistant-config' | 'library' | 'model-endpoint';
  readonly name: string;
  readonly repository: string;
  readonly path: string;
  readonly evidence: readonly Evidence[];
}

/** Evidence that makes no agent, and why not. */
export type Unattached = Evidence & { readonly reason: string };

/** What the roll call found. All lists are in code-unit order of id or place. */
export interface Census {
  readonly agents: readonly Agent[];
  readonly components: readonly Component[];
  readonly unattached: readonly Unattached[];
}
