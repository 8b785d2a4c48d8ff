import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withSightings } from '../../src/census/runtime.ts';
import type { Agent } from '../../src/model/census.ts';
import { defaultPolicy } from '../../src/model/policy.ts';
import { layOut } from '../../src/registry/edit.ts';
import { parseRegistry } from '../../src/registry/parse.ts';
import { reconcile } from '../../src/registry/reconcile.ts';
import { idFor, stubOf } from '../../src/registry/stub.ts';
import { readRules } from '../../src/ruleset/load.ts';
import { parseRules } from '../../src/ruleset/parse.ts';
import { readLogs } from '../../src/scan/logs/logs.ts';
import { rules } from '../world.ts';

const files = parseRules(readRules(join(import.meta.dirname, '../../rules')));
const nobody = { agents: [], components: [], unattached: [] };

/** Who calls models in the text of a log. */
async function agentsIn(text: string): Promise<readonly Agent[]> {
  const log = {
    kind: 'log',
    place: 'logs',
    file: 'x.log',
    input: () => bytes(text),
    written: null,
    named: true,
  } as const;
  const options = { format: null, offset: 0, now: Date.UTC(2026, 10, 21), signal: new AbortController().signal };
  const { sightings } = await readLogs([log], rules(), options);
  return withSightings(nobody, sightings).agents;
}

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** How an agent stands to a registry whose one entry was written for it. */
function standing(agent: Agent): unknown {
  const id = idFor(agent, new Set());
  const text = `apiVersion: rollcall/v1\nagents:\n${layOut(stubOf(agent, id))}`;
  const registry = parseRegistry([{ file: 'registry.yaml', text }], null);
  const { verdicts } = reconcile({ ...nobody, agents: [agent] }, registry, {
    now: '2026-12-01',
    policy: defaultPolicy,
    covered: { repositories: new Set() },
    trustTree: true,
  });
  return verdicts.map(({ state, entry, drift }) => [agent.id, state, entry, drift]);
}

const logs = (files.logs ?? []).filter(({ binary }) => binary === undefined);

test.each(logs)('an entry that is written for a caller in the examples of $id is about it', async ({ examples }) => {
  for (const { lines } of examples)
    for (const agent of await agentsIn(lines))
      expect(standing(agent)).toEqual([[agent.id, 'pending', idFor(agent, new Set()), []]]);
});

const squid = (source: string, user = '-'): string =>
  `1795186422.012     37 ${source} TCP_TUNNEL/200 2842 CONNECT api.openai.com:443 ${user} HIER_DIRECT/198.51.100.7 -\n`;

test.each([
  ['an address', squid('192.0.2.11')],
  ['an address of IPv6', squid('2001:db8::13')],
  ['a name at a proxy', squid('192.0.2.11', 'svc-triage')],
  ['a name of Windows', squid('192.0.2.11', 'CORP\\svc%20triage')],
])('so is one for %s', async (_, line) => {
  const [agent] = await agentsIn(line);
  if (!agent) throw new Error('nobody was seen');
  expect(standing(agent)).toEqual([[agent.id, 'pending', idFor(agent, new Set()), []]]);
});
