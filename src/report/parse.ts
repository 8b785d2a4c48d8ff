import { z } from 'zod';
import { RollcallError } from '../model/error.ts';
import type { Assessment, Report } from '../model/report.ts';
import { ReportJson } from './schema.ts';

/** A JSON report, read back. What is no report is a `RollcallError`. */
export function parseReport(text: string): Report {
  const { tool, run, summary, agents, problems, schemaVersion, ...rest } = validated(parsed(text));
  const { filesScanned, filesSkipped, ...kept } = run;
  return {
    tool,
    run: kept,
    summary: {
      ...summary,
      agents: summary.agents ?? 0,
      approved: summary.approved ?? 0,
      unreviewed: summary.unreviewed ?? 0,
    },
    ...rest,
    assessments: agents.map(assessment),
    problems: problems.map((problem) => ({ kind: 'problem', ...problem })),
  };
}

const howTo = 'Write one with: rollcall scan --output json=report.json';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new RollcallError('target', 'This is not a rollcall report: it is no valid JSON', { hint: howTo, cause });
  }
}

function validated(json: unknown): ReportJson {
  const result = ReportJson.safeParse(json);
  if (result.success) return result.data;

  // What never was a report would be wrong in every place.
  if (typeof json !== 'object' || json === null || !('schemaVersion' in json))
    throw new RollcallError('target', 'This is not a rollcall report', { hint: howTo, cause: result.error });

  throw new RollcallError('target', 'This is not a rollcall report of schema version 1.0.0', {
    hint: firstLines(z.prettifyError(result.error)),
    cause: result.error,
  });
}

// A foreign file can be wrong in thousands of places; the first few tell enough.
function firstLines(text: string): string {
  return text.slice(0, 2000).split('\n').slice(0, 10).join('\n');
}

function assessment({ verdict, ...agent }: ReportJson['agents'][number]): Assessment {
  return { agent, verdict: { agent: agent.id, ...verdict } };
}
