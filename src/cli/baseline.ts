import {
  type Accepted,
  type Baseline,
  explainMisfit,
  type Fault,
  type Finding,
  quietJson,
  type Tree,
} from '../index.ts';
import { digestOf } from '../text/fingerprint.ts';
import { Lines } from '../text/position.ts';
import { BaselineFile } from './baseline-schema.ts';
import { refusal } from './faults.ts';
import { readJson } from './json.ts';

const hint = 'Nothing is scanned until the baseline is free of errors.';

const mostFindings = 100_000;

/** Reads a baseline strictly: where anything in it is wrong it throws, and names all that is. */
export function parseBaseline(text: string, origin: string): Baseline {
  const { tree, faults } = readJson(text);
  const many = tree ? tooMany(tree) : [];
  if (many.length > 0) throw refusal(many, { text, origin, code: 'config', hint });
  const result = BaselineFile.safeParse(tree?.value);
  const misfits = tree && result.error ? explainMisfit(result.error, BaselineFile, tree) : [];
  const twice = tree && result.success ? repeated(result.data, tree, new Lines(text)) : [];
  if (!tree || !result.success || faults.length + twice.length > 0) {
    throw refusal([...faults, ...misfits, ...twice], { text, origin, code: 'config', hint });
  }
  const lines = new Lines(text);
  const entries = result.data.findings.map((written, index) => ({
    ...toAccepted(written),
    at: { file: origin, ...lines.at(tree.offset(['findings', index])) },
  }));
  return { origin, digest: digestOf(text), entries };
}

/** Findings as entries of a baseline, in an order that no move of a line changes. */
export function accept(findings: readonly Finding[], terms: Pick<Accepted, 'reason' | 'until'>): readonly Accepted[] {
  const entries = findings.map((finding): Accepted => {
    const { fingerprint, check, repository, agent, entry, file, message, locations } = finding;
    const others = new Set(locations.map((sighting) => sighting.repository).filter((id) => id !== repository));
    const alsoIn = [...others].toSorted();
    return { fingerprint, check, repository, alsoIn, agent, entry, file, message, ...terms };
  });
  return [...new Map(entries.map((entry) => [entry.fingerprint, entry])).values()].toSorted(byWhat);
}

/** The text of a baseline. A field stands on a line of its own, so that a change of one is a change of one line. */
export function renderBaseline(entries: readonly Accepted[]): string {
  return `${quietJson({ schemaVersion: '1.0.0', findings: entries.toSorted(byWhat).map(written) })}\n`;
}

function byWhat(a: Accepted, b: Accepted): number {
  return (
    order(a.check, b.check) ||
    order(a.agent ?? a.repository ?? '', b.agent ?? b.repository ?? '') ||
    order(a.file, b.file) ||
    order(a.fingerprint, b.fingerprint)
  );
}

/** What is empty is left out; the keys stand in this order. */
function written({
  fingerprint,
  check,
  repository,
  alsoIn,
  agent,
  entry,
  file,
  message,
  reason,
  until,
}: Accepted): object {
  return {
    fingerprint,
    check,
    ...(repository === null ? {} : { repository }),
    ...(alsoIn.length === 0 ? {} : { alsoIn }),
    ...(agent === null ? {} : { agent }),
    ...(entry === null ? {} : { entry }),
    file,
    message,
    reason,
    ...(until === null ? {} : { until }),
  };
}

function toAccepted(entry: BaselineFile['findings'][number]): Accepted {
  return {
    ...entry,
    repository: entry.repository ?? null,
    agent: entry.agent ?? null,
    entry: entry.entry ?? null,
    until: entry.until ?? null,
  };
}

/** A file of which every line is wrong is not told so a million times. */
function tooMany({ value, offset }: Tree): readonly Fault[] {
  const findings = typeof value === 'object' && value !== null ? Reflect.get(value, 'findings') : null;
  if (!Array.isArray(findings) || findings.length <= mostFindings) return [];
  return [{ offset: offset(['findings', mostFindings]), message: `more than ${mostFindings} findings; accept fewer` }];
}

function repeated({ findings }: BaselineFile, tree: Tree, lines: Lines): readonly Fault[] {
  const first = new Map<string, number>();
  return findings.flatMap(({ fingerprint }, index): readonly Fault[] => {
    const before = first.get(fingerprint);
    const offset = tree.offset(['findings', index, 'fingerprint']);
    if (before === undefined) {
      first.set(fingerprint, offset);
      return [];
    }
    return [
      {
        offset,
        message: `findings[${index}]: the finding is accepted in line ${lines.at(before).line} already; keep one`,
      },
    ];
  });
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
