import type { Report } from '../model/report.ts';
import { duration, list, quantity, size } from './quantity.ts';

/** What was read: `12 repositories · 61,202 files · 0.97 GB · 2.9 s`. */
export function coverageParts({ run }: Report): string[] {
  const { repositories, files, bytes } = run.coverage;
  return [
    quantity(repositories, 'repository', 'repositories'),
    quantity(files, 'file'),
    size(bytes),
    ...(run.durationMs === null ? [] : [duration(run.durationMs)]),
  ];
}

/** What was listed and not read, by reason: `12 ignored, 3 link`. '' where nothing was left out. */
export function skippedLine({ run }: Report): string {
  return list(
    run.coverage.skipped.map(({ reason, count }) => `${count} ${reason}`),
    10,
  );
}

/** The plain statement of a scan that found no agent, or of one that read nothing. */
export function nothingFound({ run, unattached }: Report): string {
  if (run.coverage.files === 0) return 'Nothing was read, so nothing can be said.';

  const mentions =
    unattached.length > 0
      ? ` ${quantity(unattached.length, 'mention')} of one alone ${unattached.length === 1 ? 'makes' : 'make'} no agent.`
      : '';
  return `Nothing that was read uses a language model.${mentions}`;
}

/** Why a report may lack something; '' where the scan is complete. */
export function incompleteLine({ run, problems }: Report): string {
  if (run.complete) return '';

  const count = problems.filter(({ incomplete }) => incomplete).length;
  if (count === 0) return 'Incomplete: the scan did not end, so agents may be missing here.';
  return `Incomplete: ${quantity(count, 'input')} could not be read, or not wholly, so agents may be missing here.`;
}

/** Suppressions in numbers; '' where there are none. */
export function suppressedLine({ summary, idle }: Report): string {
  const parts: string[] = [];
  if (summary.suppressed > 0) parts.push(`${quantity(summary.suppressed, 'finding')} suppressed`);
  if (summary.keys.placeholders > 0)
    parts.push(`${quantity(summary.keys.placeholders, 'placeholder')} of a key passed over`);
  if (idle.length > 0) parts.push(`${quantity(idle.length, 'suppression')} without effect or run out`);
  return parts.join(', ');
}
