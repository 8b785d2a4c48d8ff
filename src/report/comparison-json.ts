import type { AgentChange, Ask, Comparison, EntryChange, FacetValue } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { Frozen, ReportJson } from './schema.ts';

type Json = NonNullable<Frozen<ReportJson>['comparison']>;

/** What a change brings, as the schema has it. */
export function comparisonJson(
  { base, agents, entries, known, gone, config }: Comparison,
  findingJson: (finding: Finding) => Json['gone'][number],
): Json {
  return {
    base: base && { ref: base.ref, commit: base.commit },
    agents: agents === null ? null : agents.map(agentJson),
    entries: entries.map(entryChangeJson),
    known,
    gone: gone.map(findingJson),
    config: config && { before: config.before, after: config.after },
  };
}

function agentJson({ id, name, kind, gained, lost, before, after }: AgentChange): NonNullable<Json['agents']>[number] {
  return { id, name, kind, gained: gained.map(valueJson), lost: lost.map(valueJson), before, after };
}

function valueJson({ facet, value, note }: FacetValue): FacetValue {
  return { facet, value, note };
}

/** What a change asks of an entry, as the schema has it. */
export function entryChangeJson({
  id,
  name,
  kind,
  status,
  asks,
  approves,
  approval,
  at,
}: EntryChange): Json['entries'][number] {
  return {
    id,
    name,
    kind,
    status: { before: status.before, after: status.after },
    asks: asks.map(askJson),
    approves,
    approval: approval && {
      by: approval.by,
      at: approval.at,
      expires: approval.expires,
      evidence: approval.evidence,
      digest: approval.digest,
    },
    at: { file: at.file, line: at.line, column: at.column },
  };
}

function askJson({ subject, direction, value, note, severity }: Ask): Ask {
  return { subject, direction, value, note, severity };
}
