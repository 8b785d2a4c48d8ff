import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ForgeCoverage } from '../../../src/model/report.ts';
import { sha256 } from '../../../src/text/fingerprint.ts';
import { type Fake, openFake } from '../../github/fake.ts';
import { makeOrganisation, type Organisation } from '../../github/organisation.ts';
import { type Ended, Program } from './program.ts';

/** How large all of it is: `ROLLCALL_ORGANISATION=500 ROLLCALL_KILLS=10` for the whole acceptance. */
export const kills = numberIn('ROLLCALL_KILLS', 2);

/** How many repositories there are: so many unless the environment names another number. */
export function repositories(usual: number): number {
  return numberIn('ROLLCALL_ORGANISATION', usual);
}

/** Milliseconds that so many full runs may take at most, whoever else keeps the machine busy. */
export function patience(runs: number): number {
  return 60_000 + runs * (30_000 + repositories(40) * 1500);
}

/** The same organisation each time. */
export const seed = 7;

/** A report, as far as it is looked at here. */
export interface Said {
  readonly run: {
    readonly complete: boolean;
    readonly places: readonly { readonly id: string; readonly commit: string | null }[];
    readonly coverage: {
      readonly forge: ForgeCoverage;
    };
  };
  readonly problems: readonly {
    readonly place: string;
    readonly reason: string;
    readonly message: string;
    readonly incomplete: boolean;
  }[];
}

/** An organisation on a server of its own, and folders for those who read it. */
export class Ground {
  readonly organisation: Organisation;
  readonly fake: Fake;
  readonly #folder: string;
  readonly #programs = new Set<Program>();
  #count = 0;

  constructor(organisation: Organisation, fake: Fake, folder: string) {
    this.organisation = organisation;
    this.fake = fake;
    this.#folder = folder;
  }

  /** A path that nothing stands at yet. */
  path(name: string): string {
    return join(this.#folder, `${this.#count++}-${name}`);
  }

  /** A new, empty folder. */
  room(name: string): string {
    const path = this.path(name);
    mkdirSync(path, { mode: 0o700 });
    return path;
  }

  /** Starts the program. What it fetches goes into `tmp`, which is its own unless it is given. */
  start(args: readonly string[], tmp = this.room('tmp'), env: Readonly<Record<string, string>> = {}): Program {
    const own = { PATH: process.env.PATH, HOME: this.#folder, TMPDIR: tmp };
    const token = { GITHUB_ENTERPRISE_TOKEN: this.organisation.world.token ?? '' };
    const program = new Program(args, this.#folder, { ...own, ...token, ...env });
    this.#programs.add(program);
    return program;
  }

  /** Runs the program to its end. */
  run(args: readonly string[], tmp?: string, env?: Readonly<Record<string, string>>): Promise<Ended> {
    return this.start(args, tmp, env).ended;
  }

  /** The words of a scan of the whole organisation. */
  scan(results: string, report: string, ...more: readonly string[]): string[] {
    const server = ['--github-url', this.fake.origin, '--results', results];
    return ['scan', 'github:acme', ...server, '-o', `json=${report}`, ...usual, ...more];
  }

  /** Place id of a repository. */
  place(name: string): string {
    return `${new URL(this.fake.origin).host}/acme/${name}`;
  }

  /** Names of the repositories of which a client of git asked for something, since so many requests. */
  fetched(since: number): string[] {
    const paths = this.fake.requests.slice(since).filter(({ kind }) => kind === 'git');
    return [...new Set(paths.map(({ path }) => /^\/acme\/(.+?)\.git\//.exec(path)?.[1] ?? path))].toSorted();
  }

  async close(): Promise<void> {
    for (const program of this.#programs) program.kill('SIGKILL');
    await Promise.all([...this.#programs].map(({ ended }) => ended));
    await this.fake.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What a person says who looks at reports and not at exit codes. */
export const usual = ['--exit-zero', '--no-progress'];

/** Makes an organisation of so many repositories, and opens its server. */
export async function openGround(count: number): Promise<Ground> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'rollcall-whole-'));
  const organisation = await makeOrganisation(join(folder, 'git'), count, seed);
  // How the hour's calls are shared out is looked at elsewhere.
  organisation.world.limit = 1_000_000;
  return new Ground(organisation, await openFake(organisation.world), folder);
}

/** A report that was written. */
export function reportAt(path: string): { readonly bytes: string; readonly said: Said } {
  const bytes = readFileSync(path, 'utf8');
  return { bytes, said: JSON.parse(bytes) };
}

/** Paths of all that is kept in a folder of results, in order. */
export function keptIn(results: string): string[] {
  const entries = readdirSync(results, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Name and digest of all that is kept in a folder of results. */
export function digestsIn(results: string): string[] {
  return keptIn(results).map((path) => `${path.slice(results.length)} ${sha256(readFileSync(path))}`);
}

function numberIn(name: string, usualNumber: number): number {
  const text = process.env[name] ?? '';
  return text === '' ? usualNumber : Number(text);
}
