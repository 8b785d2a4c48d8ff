import type { Agent } from '../model/census.ts';
import { defaultPolicy } from '../model/policy.ts';
import type { Entry, Registry } from '../model/registry.ts';
import { approvalDigest } from '../registry/digest.ts';
import { parseRegistry, type RegistrySource } from '../registry/parse.ts';
import { reconcile } from '../registry/reconcile.ts';
import { written } from '../registry/render.ts';
import { stubOf } from '../registry/stub.ts';

/** How many agents and entries there are, ten to a repository, and how many entries a file holds. */
const sizes = [1_000, 5_000, 10_000];
const perFile = [1, 100];
const at = { file: '', line: 1, column: 1 };

for (const count of sizes) {
  const agents = Array.from({ length: count }, (_, index) => agentOf(index));
  const entries = agents.map(approve);
  for (const each of perFile) {
    const files = filesOf(entries, each);
    const [registry, parsing] = timed(() => parseRegistry(files, 'bench'));
    const [approved, judging] = timed(() => approvedOf(agents, registry));
    if (approved !== count) throw new Error(`${approved} of ${count} agents are approved: they all should be`);
    const times = `read ${ms(parsing)}, reconciled ${ms(judging)}`;
    process.stdout.write(`${count} entries in ${files.length} files: ${times} with as many agents\n`);
  }
}

function agentOf(index: number): Agent {
  const repository = `github.com/acme/service-${Math.floor(index / 10)}`;
  const path = `apps/agent-${index % 10}`;
  const name = `agent ${index}`;
  const none = { frameworks: [], mcpServers: [], credentials: [], dataSinks: [], triggers: [], dynamic: [], via: [] };
  return {
    ...none,
    id: `${repository}//${path}`,
    name,
    repository,
    path,
    level: 'agent',
    kind: 'application',
    example: false,
    members: [],
    owner: 'acme/platform',
    claim: index % 3 === 0 ? `agent-${index}` : null,
    providers: ['openai'],
    hosts: ['api.openai.com'],
    models: ['gpt-4.1'],
    tools: [{ name: 'search', access: 'read', approval: 'unknown' }],
    identities: index % 5 === 0 ? [`spiffe://acme.example/agent/${index}`] : [],
    evidence: [],
  };
}

function approve(agent: Agent, index: number): Entry {
  const entry = { ...stubOf(agent, `agent-${index}`), at };
  const approval = { by: ['alice'], at: '2026-01-01', expires: null, evidence: [], digest: approvalDigest(entry) };
  return { ...entry, status: 'approved', approval };
}

/** JSON is YAML, and costs the reader as much. */
function filesOf(entries: readonly Entry[], each: number): RegistrySource[] {
  return Array.from({ length: Math.ceil(entries.length / each) }, (_, index) => {
    const agents = entries.slice(index * each, (index + 1) * each).map(written);
    return { file: `${index}.json`, text: JSON.stringify({ apiVersion: 'rollcall/v1', agents }, null, 1) };
  });
}

function approvedOf(agents: readonly Agent[], registry: Registry): number {
  const terms = {
    now: '2026-06-01',
    policy: defaultPolicy,
    covered: { repositories: new Set<string>() },
    trustTree: true,
  };
  const { verdicts } = reconcile({ agents, components: [], unattached: [] }, registry, terms);
  return verdicts.filter(({ state }) => state === 'approved').length;
}

/**
 * Time of the processor, which does not grow where others use the machine as well; all threads of it, so that what was
 * thrown away before is collected before.
 */
function timed<T>(action: () => T): [result: T, milliseconds: number] {
  globalThis.gc?.();
  const start = process.cpuUsage();
  const result = action();
  const { user, system } = process.cpuUsage(start);
  return [result, (user + system) / 1000];
}

function ms(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`;
}
