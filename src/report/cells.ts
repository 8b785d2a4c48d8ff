import type { Agent } from '../model/census.ts';
import type { Finding } from '../model/finding.ts';
import type { DriftFacet, Verdict } from '../model/registry.ts';
import type { Assessment, Report } from '../model/report.ts';
import { acts } from './tally.ts';

/** Whom an agent calls and where it keeps data; where no provider is known, whatever says most. */
export function callsCell({ agent, verdict }: Assessment): string {
  if (verdict.state === 'drifted') return added(verdict, (facet) => facet !== 'tools');

  const { providers, hosts, frameworks, via } = agent;
  const called = [providers, hosts, frameworks, via.map((unit) => `via ${unit}`)].find((values) => values.length > 0);
  return [...(called ?? []), ...agent.dataSinks].join(', ');
}

/** The tools in an agent's hands: `4 (2 write, 0 gated), 1 MCP`; of a drifted one those that are new. */
export function toolsCell({ agent, verdict }: Assessment): string {
  if (verdict.state === 'drifted') return added(verdict, (facet) => facet === 'tools');

  return [toolCount(agent), agent.mcpServers.length > 0 ? `${agent.mcpServers.length} MCP` : '']
    .filter((part) => part !== '')
    .join(', ');
}

function added({ drift }: Verdict, wanted: (facet: DriftFacet) => boolean): string {
  return drift
    .filter(({ facet }) => wanted(facet))
    .map(({ value }) => `+ ${value}`)
    .join(', ');
}

function toolCount({ tools, dynamic }: Agent): string {
  const open = dynamic.includes('tools');
  if (tools.length === 0) return open ? 'some' : '';

  const acting = tools.filter(acts);
  const count = `${tools.length}${open ? '+' : ''}`;
  if (acting.length === 0) return count;
  return `${count} (${acting.length} write, ${acting.filter(({ approval }) => approval === 'human').length} gated)`;
}

/** The credentials of an agent by name, or that a key stands in the code. */
export function credentialCell({ credentials }: Agent): string {
  const names = credentials.map(({ env, ref }) => env ?? ref ?? 'embedded key');
  const [first, ...rest] = [...new Set(names)];
  if (first === undefined) return '';
  return rest.length === 0 ? first : `${first} +${rest.length}`;
}

/** `agent`, `caller`, and whether it is only an example. */
export function levelCell({ level, example }: Agent): string {
  return example ? `${level}, example` : level;
}

/** Says where an agent stands, as shortly as this report allows. */
export function placer(report: Report): (agent: Agent) => string {
  const shown = shortener(report);
  return ({ kind, repository, path, evidence }) => {
    // What was seen at run time alone stands in no repository: it is told by what it runs as.
    if (kind === 'runtime') return path;
    return `${shown(repository)}${path === '.' ? (evidence[0]?.file ?? '.') : path}`;
  };
}

/** Says where a finding stands, and in which commit it can be seen: in a report of several repositories, in which of them too. */
export function spotter(report: Report): (finding: Spotted & Pick<Finding, 'repository'>) => string {
  const trees = report.run.places.filter(({ source }) => source === 'git' || source === 'directory');
  if (trees.length < 2) return spot;
  const names = new Set(trees.map(({ id }) => id));
  const shown = shortener(report);
  // A file or a log that was named by itself is told by its own name.
  return (finding) =>
    `${finding.repository !== null && names.has(finding.repository) ? shown(finding.repository) : ''}${spot(finding)}`;
}

/** What stands before a path to say in which repository it is; '' where there is but one. */
function shortener({ run, assessments }: Report): (repository: string) => string {
  const inCode = assessments.filter(({ agent }) => agent.kind !== 'runtime');
  const repositories = new Set([
    ...run.places.flatMap(({ id, source }) => (source === 'host' ? [] : id)),
    ...inCode.map(({ agent }) => agent.repository),
  ]);
  if (repositories.size === 1) return () => '';
  const { length } = commonHost([...repositories]);
  return (repository) => `${repositories.has(repository) ? repository.slice(length) : repository}//`;
}

/** `github.com/` where every repository is there. */
function commonHost(repositories: readonly string[]): string {
  const host = /^[\w.:-]+\//.exec(repositories[0] ?? '')?.[0] ?? '';
  return repositories.every((repository) => repository.startsWith(host)) ? host : '';
}

type Spotted = Pick<Finding, 'file' | 'line' | 'commit'>;

/** Where a finding stands, and in which commit it can be seen: `services/crm/.env:2 @1a2b3c4`. */
export function spot({ file, line, commit }: Spotted): string {
  return `${file}:${line}${commit === null ? '' : ` @${commit.slice(0, 7)}`}`;
}
