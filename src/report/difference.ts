import { diffAgents } from '../model/agent-changes.ts';
import type { Comparison } from '../model/change.ts';
import { goneFindings, holding, knownFindings } from '../model/finding-changes.ts';
import type { Report } from '../model/report.ts';

function configs({ run: { config: before } }: Report, { run: { config: after } }: Report): Comparison['config'] {
  return before.digest === after.digest ? null : { before: before.digest, after: after.digest };
}

/** A report, held against an earlier one that is called `name`: any format of it tells what has changed in between. */
export function difference(before: Report, after: Report, name: string): Report {
  const [place] = before.run.places;
  return {
    ...after,
    comparison: {
      base: { ref: name, commit: place?.commit ?? '' },
      agents: diffAgents(before.assessments, after.assessments),
      entries: [],
      known: knownFindings(holding(before.findings), after.findings),
      gone: goneFindings(before.findings, after.findings),
      config: configs(before, after),
    },
  };
}
