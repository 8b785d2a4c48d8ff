import { census as take } from '../../census/census.ts';
import { type Images, imagesOf } from '../../census/images.ts';
import type { Place } from '../../model/blob.ts';
import type { Census, Unattached, WitnessOf } from '../../model/census.ts';
import type { HistoryCoverage } from '../../model/history.ts';
import { byLocation } from '../../model/origin.ts';
import type { Problem } from '../../model/problem.ts';
import type { LogCoverage } from '../../model/report.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { byCodeUnit } from '../../text/order.ts';
import { placeholdersIn, type TakenIn } from '../take.ts';
import { type Packages, packagesOf } from './packages.ts';

/**
 * What some places gave: all that a report needs of them, and nothing of their files. It knows of no registry, so that it
 * stays true while others decide what is approved. Plain data: it is kept, and goes from machine to machine.
 */
export interface Survey {
  readonly places: readonly Place[];
  /** Of what stands in files, without what was seen to run. */
  readonly census: Census;
  /** Calls that logs among the files tell of. */
  readonly sightings: readonly WitnessOf<'traffic'>[];
  readonly logs: readonly LogCoverage[];
  /** Of the files as they are. */
  readonly unread: readonly Problem[];
  /** Of what they were; no file of today is less read for it. */
  readonly past: readonly Problem[];
  /** `null` where no history was asked for. */
  readonly history: HistoryCoverage | null;
  readonly files: number;
  readonly bytes: number;
  /** Files that were listed and not read, by reason. */
  readonly skipped: readonly (readonly [reason: string, count: number])[];
  /** Values that people wrote in the place of a key. */
  readonly placeholders: number;
  readonly packages: Packages;
  readonly images: Images;
}

/** Nothing was looked at. */
export const noSurvey: Survey = {
  places: [],
  census: { agents: [], components: [], unattached: [] },
  sightings: [],
  logs: [],
  unread: [],
  past: [],
  history: null,
  files: 0,
  bytes: 0,
  skipped: [],
  placeholders: 0,
  packages: { offers: [], asks: [] },
  images: { built: [], handed: [] },
};

/** What was taken in, as a survey: the census of its files is taken. */
export function surveyOf({ listing, logs, readings, places, problems }: TakenIn, rules: RuleSet): Survey {
  const census = take(places);
  return {
    places: listing.places,
    census,
    sightings: logs.sightings,
    logs: logs.coverage,
    unread: [...listing.problems, ...readings.problems, ...problems, ...logs.problems],
    past: [],
    history: null,
    files: readings.files,
    bytes: readings.bytes + logs.bytes,
    skipped: [...listing.skipped].sort(([a], [b]) => byCodeUnit(a, b)),
    placeholders: placeholdersIn(readings),
    packages: packagesOf(readings.inspections, census, rules),
    images: imagesIn(places),
  };
}

function imagesIn(places: TakenIn['places']): Images {
  const all = places.map(imagesOf);
  return { built: all.flatMap(({ built }) => built), handed: all.flatMap(({ handed }) => handed) };
}

/** What a history brings to light. Keys of the past make no agent and belong to none. */
export interface Past {
  readonly evidence: readonly Unattached[];
  readonly problems: readonly Problem[];
  readonly coverage: HistoryCoverage;
}

/** A survey with what stood in the files before. */
export function withPast(survey: Survey, past: Past | null): Survey {
  if (!past) return survey;
  return {
    ...survey,
    census: withUnattached(survey.census, past.evidence),
    past: [...survey.past, ...past.problems],
    history: past.coverage,
  };
}

function withUnattached(census: Census, more: readonly Unattached[]): Census {
  if (more.length === 0) return census;
  const unattached = [...census.unattached, ...more].sort((a, b) => byLocation(a, b) || byCodeUnit(a.kind, b.kind));
  return { ...census, unattached };
}
