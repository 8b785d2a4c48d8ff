import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest';
import { pace } from '../../../src/cli/forge.ts';
import type { ForgeCoverage } from '../../../src/model/report.ts';
import { rollcall, type Said, type World } from '../../cli/stage.ts';
import { fakeFor } from '../../github/asking.ts';
import type { Fake } from '../../github/fake.ts';
import { makeOrganisation, type Organisation } from '../../github/organisation.ts';
import type { FakeWorld } from '../../github/world.ts';

/** What a report in JSON says of a scan, as far as tests here look at it. */
export interface Told {
  readonly run: {
    readonly complete: boolean;
    readonly coverage: {
      readonly logs?: readonly { readonly file: string; readonly lines: number }[];
      readonly forge?: ForgeCoverage;
    };
  };
  readonly problems: readonly {
    readonly place: string;
    readonly message: string;
    readonly incomplete: boolean;
  }[];
  readonly agents: readonly { readonly id: string }[];
}

/** A scan of a fake, what it said, and how long it waited. */
export interface Scanned extends Said {
  readonly waits: readonly number[];
  /** The report; throws where there is none. */
  readonly told: () => Told;
}

/** A fake with repositories of an organisation, and a way to scan it. */
export interface Stage {
  readonly fake: Fake;
  readonly world: FakeWorld;
  scan(argv?: readonly string[], world?: World): Promise<Scanned>;
}

/** An organisation that all tests of a file share. */
export interface Shared {
  /** A folder that is there as long as the tests run. */
  readonly folder: () => string;
  /** A server with those of its repositories that are named. */
  readonly stage: (names: readonly string[], given?: Partial<FakeWorld>) => Promise<Stage>;
}

/** Seventeen repositories, one of each odd kind. */
export function sharedOrganisation(): Shared {
  let folder = '';
  let byName: Organisation['byName'] = new Map();
  beforeAll(async () => {
    folder = mkdtempSync(join(realpathSync(tmpdir()), 'rollcall-organisation-'));
    ({ byName } = await makeOrganisation(join(folder, 'git'), 17, 7));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder: () => folder,
    stage: async (names, given) => {
      // A test may change what it is given.
      const repositories = names.flatMap((name) => byName.get(name) ?? []).map((one) => ({ ...one }));
      return await stageWith({ repositories, ...given });
    },
  };
}

async function stageWith(given: Partial<FakeWorld>): Promise<Stage> {
  const { fake, world } = await fakeFor(given);
  const env = world.token === null ? {} : { GITHUB_ENTERPRISE_TOKEN: world.token };
  const scan: Stage['scan'] = async (argv = ['github:acme'], more = {}) => {
    const waits = quicken();
    const flags = ['--github-url', fake.origin, '--jobs', '1', '--format', 'json'];
    const said = await rollcall(['scan', ...argv, ...flags], { ...more, env: { ...env, ...more.env } });
    return { ...said, waits, told: () => JSON.parse(said.out) as Told }; // what the schema of the report says
  };
  return { fake, world, scan };
}

/** Waits take no time until the test ends. */
function quicken(): readonly number[] {
  const waits: number[] = [];
  const sleep = vi.spyOn(pace, 'sleep').mockImplementation(async (milliseconds, signal) => {
    signal.throwIfAborted();
    waits.push(milliseconds);
  });
  const random = vi.spyOn(pace, 'random').mockReturnValue(0.5);
  onTestFinished(() => {
    sleep.mockRestore();
    random.mockRestore();
  });
  return waits;
}

/** What is missing, by repository: the last step of its name, and the sentence. */
export function lacks({ problems }: Told): readonly (readonly [string, string])[] {
  return problems
    .filter(({ incomplete }) => incomplete)
    .map(({ place, message }) => [place.slice(place.lastIndexOf('/') + 1), message]);
}

/** Repositories in which an agent was found. */
export function homes({ agents }: Told): readonly string[] {
  return [...new Set(agents.map(({ id }) => /\/acme\/([^/]+)\/\//.exec(id)?.[1] ?? id))].sort();
}

/** Rooms of this process that stand where temporary files go. */
export function roomsHere(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => new RegExp(`^rollcall-work-.*-${process.pid}-`).test(name));
}

/** Command lines of all processes that are there now; none where the system does not show them. */
export function commandLines(): readonly string[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => readAway(`/proc/${pid}/cmdline`));
}

/** The text of a file that may be gone before it is read. */
export function readAway(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
