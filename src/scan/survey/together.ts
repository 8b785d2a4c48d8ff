import { withImages } from '../../census/images.ts';
import type { Census } from '../../model/census.ts';
import type { HistoryCoverage } from '../../model/history.ts';
import { byLocation } from '../../model/origin.ts';
import { byCodeUnit } from '../../text/order.ts';
import { noSurvey, type Survey } from './survey.ts';

/** Surveys of different places as one. Pure; their order decides only the order of places. */
export class Together {
  readonly #surveys: Survey[] = [];

  add(survey: Survey): void {
    this.#surveys.push(survey);
  }

  get survey(): Survey {
    const [only] = this.#surveys;
    if (only && this.#surveys.length === 1) return { ...only, census: withImages(only.census, [only.images]) };
    const all = this.#surveys;
    return {
      places: all.flatMap(({ places }) => places),
      census: withImages(
        joined(all.map(({ census }) => census)),
        all.map(({ images }) => images),
      ),
      sightings: all.flatMap(({ sightings }) => sightings),
      logs: all.flatMap(({ logs }) => logs),
      unread: all.flatMap(({ unread }) => unread),
      past: all.flatMap(({ past }) => past),
      history: historyOf(all),
      files: all.reduce((sum, { files }) => sum + files, 0),
      bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
      skipped: skippedIn(all),
      placeholders: all.reduce((sum, { placeholders }) => sum + placeholders, 0),
      // Of several places nobody asks what they have to do with one another.
      packages: noSurvey.packages,
      images: noSurvey.images,
    };
  }
}

/** A library that others call is none of the agents, though its own repository alone does not tell that it is one. */
function joined(all: readonly Census[]): Census {
  const components = new Map(all.flatMap((one) => one.components.map((component) => [component.id, component])));
  const agents = all.flatMap((one) => one.agents).filter(({ id }) => !components.has(`${id}#library`));
  return {
    agents: agents.sort((a, b) => byCodeUnit(a.id, b.id)),
    components: [...components.values()].sort((a, b) => byCodeUnit(a.id, b.id)),
    unattached: all
      .flatMap(({ unattached }) => unattached)
      .sort((a, b) => byLocation(a, b) || byCodeUnit(a.kind, b.kind)),
  };
}

function historyOf(all: readonly Survey[]): HistoryCoverage | null {
  const known = all.flatMap(({ history }) => history ?? []);
  if (known.length === 0) return null;
  const sum = (name: keyof HistoryCoverage): number => known.reduce((total, one) => total + one[name], 0);
  return {
    repositories: sum('repositories'),
    refs: sum('refs'),
    commits: sum('commits'),
    objects: sum('objects'),
    read: sum('read'),
    known: sum('known'),
    failed: sum('failed'),
    bytes: sum('bytes'),
  };
}

function skippedIn(all: readonly Survey[]): Survey['skipped'] {
  const counts = new Map<string, number>();
  for (const { skipped } of all)
    for (const [reason, count] of skipped) counts.set(reason, (counts.get(reason) ?? 0) + count);
  return [...counts].sort(([a], [b]) => byCodeUnit(a, b));
}
