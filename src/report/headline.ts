import { acceptedAgents } from '../model/acceptance.ts';
import type { Report } from '../model/report.ts';
import { countSuppressed } from './describe-suppression.ts';
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
  const { placeholders } = summary.keys;
  const parts = [
    countSuppressed(summary),
    placeholders > 0 ? `${quantity(placeholders, 'placeholder')} of a key passed over` : '',
    idle.length > 0 ? `${quantity(idle.length, 'suppression')} without effect or run out` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** Agents that are left out of the list of those to review, because somebody accepted them as they are; '' where none are. */
export function acceptedLine({ assessments, findings }: Report): string {
  const { size } = acceptedAgents({ assessments, findings });
  return size === 0 ? '' : `${quantity(size, 'agent')} not approved, and accepted for now`;
}
