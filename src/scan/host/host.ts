import type { Component, WitnessOf } from '../../model/census.ts';
import type { KnownProcess } from '../../model/known-process.ts';
import type { Problem } from '../../model/problem.ts';
import type { HostCoverage } from '../../model/report.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import type { FoundHost } from '../../model/source.ts';
import { readHost } from '../../sources/host/host.ts';
import { hostRule } from '../../text/host.ts';
import { PassiveDns } from '../../wire/pdns.ts';
import { understandProcesses } from '../../wire/processes.ts';
import { processSighting } from './sighting.ts';

/** What the processes of machines said. */
export interface ReadHosts {
  readonly sightings: readonly WitnessOf<'process'>[];
  /** Servers of models: no agents, and others call them. */
  readonly components: readonly Component[];
  readonly problems: readonly Problem[];
  readonly coverage: readonly HostCoverage[];
}

/** Reads the processes of machines. `now`: milliseconds since 1970; `salt`: that of the scan's fingerprints. */
export function readHosts(
  hosts: readonly FoundHost[],
  {
    rules,
    salt,
    pdns,
    now,
  }: { readonly rules: RuleSet; readonly salt: string; readonly pdns: PassiveDns | null; readonly now: number },
): ReadHosts {
  const answers = pdns ?? new PassiveDns();
  const sightings: WitnessOf<'process'>[] = [];
  const components: Component[] = [];
  const problems: Problem[] = [];
  const coverage: HostCoverage[] = [];
  for (const { place, root, name } of hosts) {
    const reading = readHost(root, { rules, salt, place });
    const providerOf = (host: string): string | null => {
      const rule = hostRule({ host, port: null }, rules);
      return rule && rule.kind === 'api' && (!rule.shared || rule.wire) ? rule.provider : null;
    };
    const { processes } = understandProcesses(reading, { rules, pdns: answers, providerOf, now });
    for (const process of processes) {
      const sighting = processSighting(process, place, name);
      if (!sighting) continue;
      if (process.role === 'server' || process.role === 'gateway') components.push(endpointOf(process, sighting));
      else sightings.push(sighting);
    }
    problems.push(...reading.problems);
    coverage.push({ place, processes: processes.length });
  }
  return { sightings, components, problems, coverage };
}

function endpointOf({ serves, listens }: KnownProcess, sighting: WitnessOf<'process'>): Component {
  const { place, caller } = sighting;
  return {
    id: `${place}//${caller.key}`,
    kind: 'model-endpoint',
    name: serves ?? caller.name,
    repository: place,
    path: listens[0] ?? caller.key,
    evidence: [sighting],
  };
}
