import type { Agent } from '../model/census.ts';
import type { Evidence } from '../model/evidence.ts';
import { atRunTime, type Drift } from '../model/registry.ts';
import { anchor, bySighting, type Draft, type Scene, sighting } from './draft.ts';
import { strangers } from './unapproved.ts';

/**
 * RC103: an agent that was seen to do what its entry does not allow; one finding for each such thing. Whom it was seen to
 * call on the wire, and in no code, is told by RC502.
 */
export function* drifted({ judged }: Scene): Iterable<Draft> {
  for (const { agent, verdict, entry } of judged) {
    const wire = entry ? strangers(agent, entry) : [];
    const own = verdict.drift.filter((each) => !isWire(agent, each, wire));
    yield* own.map((each) => draft(agent, verdict.entry, each));
  }
}

/** Whether calls to strange hosts are all that shows it. */
function isWire({ evidence }: Agent, drift: Drift, wire: readonly Evidence[]): boolean {
  if (drift.facet !== 'providers' && drift.facet !== 'hosts') return false;
  const witnesses = evidence.filter((one) => isDone(one) && shows(one, drift));
  return witnesses.length > 0 && witnesses.every((one) => wire.includes(one));
}

/** What was refused, or only looked up, shows nothing beside what was done. */
function isDone(one: Evidence): boolean {
  return one.kind !== 'traffic' || (one.count > 0 && one.basis !== 'dns');
}

function draft(agent: Agent, entry: string | null, drift: Drift): Draft {
  const [first = anchor(agent), ...others] = agent.evidence
    .filter((evidence) => shows(evidence, drift))
    .map(sighting)
    .toSorted(bySighting);
  return {
    ...first,
    agent: agent.id,
    entry,
    provider: drift.facet === 'providers' && !isOpen(drift) ? drift.value : (agent.providers[0] ?? null),
    message: `Agent "${agent.name}" ${describe(drift)}, which entry "${entry}" does not ${isOpen(drift) ? 'declare' : 'allow'}.`,
    locations: others,
    ...(isOpen(drift) ? {} : { subject: drift.value }),
    fact: `${drift.facet} ${drift.value} ${drift.note ?? ''}`,
    severity: drift.severity === 'high' ? 'high' : 'medium',
  };
}

/** True where it is not known what the value is, only that it is chosen where the agent runs. */
function isOpen({ note }: Drift): boolean {
  return note === atRunTime;
}

/** True for a witness of the very thing that drifted. */
function shows(evidence: Evidence, drift: Drift): boolean {
  const { facet, value } = drift;
  if (isOpen(drift)) return 'dynamic' in evidence && evidence.dynamic.some((each) => each === facet);

  switch (facet) {
    case 'providers':
      return evidence.provider === value && evidence.weight === 'use';
    case 'frameworks':
      return evidence.framework === value && evidence.weight === 'use';
    case 'models':
      return 'models' in evidence && evidence.models.includes(value);
    case 'hosts':
      return ('hosts' in evidence && evidence.hosts.includes(value)) || ('host' in evidence && evidence.host === value);
    case 'tools':
      return (
        (evidence.kind === 'tool' && evidence.name === value) || ('tools' in evidence && evidence.tools.includes(value))
      );
    case 'mcpServers':
      return evidence.kind === 'connection' && evidence.name === value;
    case 'dataSinks':
      return evidence.kind === 'store' && evidence.name === value;
    default:
      return facet satisfies never;
  }
}

function describe(drift: Drift): string {
  const { facet, value, note } = drift;
  if (isOpen(drift)) return `takes its ${facet} from where it runs`;

  switch (facet) {
    case 'providers':
      return `calls the provider ${value}`;
    case 'frameworks':
      return `uses the framework ${value}`;
    case 'models':
      return `uses the model ${value}`;
    case 'hosts':
      return `calls the host ${value}`;
    case 'tools':
      return `has the tool ${value} (${note})`;
    case 'mcpServers':
      return `connects to the MCP server ${value}`;
    case 'dataSinks':
      return `writes to ${value}`;
    default:
      return facet satisfies never;
  }
}
