import { type CheckInput, checks } from '../../src/checks/index.ts';
import { noBaseline } from '../../src/model/baseline.ts';
import type { Agent, Census, Witness } from '../../src/model/census.ts';
import type { Config } from '../../src/model/config.ts';
import type { EvidenceOf } from '../../src/model/evidence.ts';
import { defaultPolicy } from '../../src/model/policy.ts';
import type { Entry } from '../../src/model/registry.ts';
import type { CheckText } from '../../src/model/ruleset.ts';
import { reconcile } from '../../src/registry/reconcile.ts';
import { registry, repository, terms } from '../registry/world.ts';

const config: Config = {
  origin: null,
  digest: null,
  registry: null,
  baseline: null,
  acceptMarks: [],
  failOn: [],
  include: [],
  exclude: [],
  units: [],
  ignore: [],
  checks: new Map(),
  policy: defaultPolicy,
};

/** Texts of all checks, all switched on; `high` where a check does not say otherwise. */
export const texts = new Map<string, CheckText>(Object.keys(checks).map((id) => [id, textOf(id)]));

export function textOf(id: string, changes: Partial<CheckText> = {}): CheckText {
  const text = { title: id, why: '', mend: '', precision: 'high', references: [], tags: [] } as const;
  return { id, severity: 'high', default: true, ...text, ...changes };
}

/** A census held against entries, as the checks see it. */
export function scene(
  { agents = [], components = [], unattached = [] }: Partial<Census>,
  entries: readonly Entry[] = [],
  changes: Partial<Omit<CheckInput, 'config'>> & { readonly config?: Partial<Config> } = {},
): CheckInput {
  const found = { agents, components, unattached };
  const held = registry(...entries);
  const settings = { ...config, ...changes.config };
  const now = changes.now ?? terms.now;
  const { policy } = settings;
  return {
    census: found,
    registry: held,
    reconciliation: reconcile(found, held, { ...terms, now, policy }),
    texts,
    federations: new Map(),
    inspections: [],
    trustTree: true,
    baseline: noBaseline,
    covered: { repositories: new Set([repository]), selects: () => true },
    ...changes,
    now,
    config: settings,
  };
}

/** A key that was found in a file. Its fingerprint is all that tells it from another. */
export function keyIn(file: string, fingerprint: string, line = 1, place = repository): EvidenceOf<'key'> & Witness {
  return {
    kind: 'key',
    place,
    rule: 'openai',
    provider: 'openai',
    framework: null,
    confidence: 'high',
    weight: 'mention',
    context: 'production',
    within: null,
    file,
    line,
    column: 1,
    type: 'openai-project-key',
    title: 'OpenAI project key',
    masked: 'sk-proj-…',
    fingerprint,
    name: null,
    proof: 'structure',
    oneOf: [],
    grants: 'models',
    severity: null,
    expires: null,
    history: null,
    attachedBy: 'unit',
  };
}

type Grant = EvidenceOf<'grant'> & Witness;

/** Something that is handed over. Its name and its place are all that tells it from another. */
export function grant(what: Grant['what'], name: string, changes: Partial<Grant> = {}): Grant {
  return {
    kind: 'grant',
    place: repository,
    rule: 'stripe',
    provider: null,
    framework: null,
    confidence: 'high',
    weight: 'mention',
    context: 'production',
    within: null,
    file: 'compose.yaml',
    line: 1,
    column: 1,
    what,
    name,
    service: null,
    by: 'workload',
    of: null,
    opens: [],
    channel: null,
    beside: [],
    attachedBy: 'unit',
    ...changes,
  };
}

/** An account that something runs under. */
export function runsAs(name: string, file: string, place = repository): EvidenceOf<'identity'> & Witness {
  const { kind, what, service, by, of, opens, channel, beside, ...where } = grant('account', name, { file, place });
  return { ...where, kind: 'identity' };
}

/** The agent with more witnesses. */
export function seen(agent: Agent, ...evidence: readonly Witness[]): Agent {
  return { ...agent, evidence: [...agent.evidence, ...evidence] };
}
