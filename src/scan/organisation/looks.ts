import type { ForgeRepository } from '../../model/forge.ts';
import type { ResultStore } from '../../model/results.ts';
import { surveyAt } from '../survey/kept.ts';
import type { Packages } from '../survey/packages.ts';
import { addressWith, Libraries, type Library, type Surveyed } from './libraries.ts';
import type { Outcome } from './outcome.ts';

/** A repository that is looked at once more, with the libraries of others that it asks for beside its files. */
export interface Look {
  /** Which of the repositories it is. */
  readonly at: number;
  readonly surveyed: Surveyed;
  readonly wanted: readonly Library[];
  /** Where what is seen then is kept. */
  readonly address: string;
}

/** Why a repository is looked at once more: the beginning of a sentence. */
export function asking(wanted: readonly Library[]): string {
  return `It asks for packages that call a model (${wanted.map(({ repository, name }) => `${name} of ${repository.name}`).join(', ')})`;
}

/** How far a chain of libraries is followed: one that calls one that calls one. */
const rounds = 3;

/** Has repositories looked at once more until no library comes to light that was not there before. */
export async function linked(
  repositories: readonly ForgeRepository[],
  first: readonly Outcome[],
  results: ResultStore,
  look: (looks: readonly Look[]) => Promise<readonly Outcome[]>,
): Promise<readonly Outcome[]> {
  const outcomes = [...first];
  const known = new Map<string, Packages | null>();
  // From one round to the next few surveys are others.
  const read = async (address: string): Promise<Packages | null> => {
    const packages = known.has(address) ? known.get(address) : (await surveyAt(results, address))?.packages;
    known.set(address, packages ?? null);
    return packages ?? null;
  };
  for (let round = 0; round < rounds; round++) {
    const looks = await looksAt(repositories, first, outcomes, read);
    if (looks.length === 0) return outcomes;
    const found = await look(looks);
    for (const [index, { at }] of looks.entries()) {
      const outcome = found[index];
      if (outcome) outcomes[at] = outcome;
    }
  }
  return outcomes;
}

async function looksAt(
  repositories: readonly ForgeRepository[],
  first: readonly Outcome[],
  outcomes: readonly Outcome[],
  read: (address: string) => Promise<Packages | null>,
): Promise<readonly Look[]> {
  const { libraries, asks } = await packagesIn(repositories, outcomes, read);
  if (libraries.size === 0) return [];
  return repositories.flatMap((repository, at): Look[] => {
    const surveyed = surveyedAt(repository, first[at]);
    const wanted = surveyed ? libraries.wantedBy(surveyed, asks) : [];
    if (!surveyed || wanted.length === 0) return [];
    const address = addressWith(surveyed, wanted);
    const now = outcomes[at];
    return now?.kind === 'surveyed' && now.address === address ? [] : [{ at, surveyed, wanted, address }];
  });
}

/** What repositories offer, and what each of them asks for, by id. */
async function packagesIn(
  repositories: readonly ForgeRepository[],
  outcomes: readonly Outcome[],
  read: (address: string) => Promise<Packages | null>,
): Promise<{ readonly libraries: Libraries; readonly asks: ReadonlyMap<string, readonly string[]> }> {
  const libraries = new Libraries();
  const asks = new Map<string, readonly string[]>();
  for (const [at, repository] of repositories.entries()) {
    const surveyed = surveyedAt(repository, outcomes[at]);
    const packages = surveyed && (await read(surveyed.address));
    if (!surveyed || !packages) continue;
    libraries.add(surveyed, packages);
    if (packages.asks.length > 0) asks.set(repository.id, packages.asks);
  }
  return { libraries, asks };
}

function surveyedAt(repository: ForgeRepository, outcome: Outcome | undefined): Surveyed | null {
  const { head } = repository;
  if (outcome?.kind !== 'surveyed' || head === null) return null;
  return { repository: { ...repository, head }, address: outcome.address };
}
