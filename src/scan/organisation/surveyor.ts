import { within } from '../../census/unit.ts';
import type { Place } from '../../model/blob.ts';
import { noRegistry } from '../../model/registry.ts';
import type { FoundRepository } from '../../model/source.ts';
import type { Snapshot } from '../../sources/git/snapshot.ts';
import { searchHistory } from '../history/history.ts';
import type { Listing } from '../listing.ts';
import type { ScanOptions } from '../options.ts';
import { encode } from '../survey/codec.ts';
import { type Mount, mountedBlobs, unmounted } from '../survey/mount.ts';
import { surveyOf, withPast } from '../survey/survey.ts';
import { takeIn } from '../take.ts';

/** A repository whose files were fetched. Plain data: it crosses to a worker thread. */
export interface SurveyJob {
  readonly address: string;
  /** Key of the fingerprints. */
  readonly salt: string;
  readonly place: Place;
  readonly snapshot: Snapshot;
  /** Absolute path of the bare repository, where its history is searched too. */
  readonly folder: string | null;
  /** What of other repositories stands beside its files. */
  readonly libraries: readonly MountedLibrary[];
}

/** A library, as it is mounted, and its files. */
export interface MountedLibrary {
  readonly mount: Mount;
  readonly snapshot: Snapshot;
}

/** What all repositories of a run are surveyed by. Plain data as well. */
export type SurveyGround = Pick<ScanOptions, 'rules' | 'config' | 'maxBytes' | 'logs' | 'version'>;

/** Surveys a repository in this thread, and gives what is kept of it. */
export async function surveyRepository(job: SurveyJob, ground: SurveyGround, signal: AbortSignal): Promise<Uint8Array> {
  const options = optionsFor(job, ground, signal);
  const found = await takeIn(listingOf(job), job.salt, options);
  const { listing, readings, inspect } = found;
  await found.executor.close();
  const past = job.folder === null ? null : await searchHistory({ listing, readings, inspect, options });
  const survey = withPast(surveyOf(found, ground.rules), past);
  const mounts = job.libraries.map(({ mount }) => mount);
  if (mounts.length === 0) return await encode(job.address, survey);
  const offers = survey.packages.offers.filter(({ path }) => !mounts.some((mount) => within(path, mount.folder)));
  const census = unmounted(survey.census, job.place.id, mounts);
  return await encode(job.address, { ...survey, census, packages: { ...survey.packages, offers } });
}

function listingOf({ place, snapshot, folder, libraries }: SurveyJob): Listing {
  const skipped = new Map<string, number>();
  for (const { reason } of snapshot.skipped) skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  const repository: FoundRepository | null =
    folder === null ? null : { kind: 'repository', place: place.id, folder, root: folder, path: '', isBare: true };
  return {
    places: [place],
    blobs: [...snapshot.blobs, ...libraries.flatMap((one) => mountedBlobs(one.snapshot.blobs, one.mount, place.id))],
    mounts: libraries.map(({ mount }) => mount.folder),
    repositories: repository ? [repository] : [],
    logs: [],
    hosts: [],
    problems: snapshot.problems,
    skipped,
  };
}

/** Nothing that stands in a repository silences anything: the policy is that of the organisation. */
function optionsFor({ folder, salt }: SurveyJob, ground: SurveyGround, signal: AbortSignal): ScanOptions {
  return {
    ...ground,
    salt,
    targets: [],
    cwd: '/',
    stdin: nothing(),
    registry: noRegistry,
    today: '',
    trustTree: false,
    jobs: 1,
    history: folder !== null,
    startedAt: null,
    clock: null,
    signal,
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
