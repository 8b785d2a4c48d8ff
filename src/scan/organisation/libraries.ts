import { sha256 } from '../../text/fingerprint.ts';
import { byCodeUnit } from '../../text/order.ts';
import { surveyForm } from '../survey/address.ts';
import type { Packages } from '../survey/packages.ts';
import type { Survey } from '../survey/survey.ts';
import type { Headed } from './outcome.ts';

/** A package of a repository that asks a model, and what is known of that repository. */
export interface Library {
  readonly name: string;
  readonly repository: Headed;
  readonly path: string;
  /** Address of its survey: another one, and whoever calls it is looked at anew. */
  readonly address: string;
}

/** A repository that was surveyed, and where its survey is kept. */
export interface Surveyed {
  readonly repository: Headed;
  readonly address: string;
}

/** Packages that repositories offer to one another, by name. */
export class Libraries {
  readonly #byName = new Map<string, Library[]>();

  /** Nobody installs a fork by the name of what it was forked from: what it offers is somebody else's. */
  add({ repository, address }: Surveyed, { offers }: Packages): void {
    if (repository.fork) return;
    for (const { name, path } of offers) {
      const others = (this.#byName.get(name) ?? []).filter(
        (one) => one.repository.id !== repository.id || one.path !== path,
      );
      this.#byName.set(name, [...others, { name, repository, path, address }]);
    }
  }

  get size(): number {
    return this.#byName.size;
  }

  /** The libraries of others that a repository asks for, those behind them too. Where two offer one name, nobody can tell. */
  wantedBy({ repository }: Surveyed, asks: ReadonlyMap<string, readonly string[]>): readonly Library[] {
    const found = new Map<string, Library>();
    const waiting = [...(asks.get(repository.id) ?? [])];
    for (const name of waiting) {
      const offering = (this.#byName.get(name) ?? []).filter((one) => one.repository.id !== repository.id);
      const [only] = offering;
      const key = only ? `${only.repository.id}//${only.path}` : '';
      if (!only || offering.length > 1 || found.has(key)) continue;
      found.set(key, only);
      waiting.push(...(asks.get(only.repository.id) ?? []));
    }
    return [...found.entries()].sort(([a], [b]) => byCodeUnit(a, b)).map(([, library]) => library);
  }
}

/** The name of a survey for which libraries stood beside the files. */
export function addressWith({ address }: Surveyed, libraries: readonly Library[]): string {
  const parts = libraries.map((one) => [one.repository.id, one.path, one.address]);
  return sha256(JSON.stringify(['rollcall-survey-with', surveyForm, address, parts]));
}

/** What was seen beside libraries, and the rest as it was seen before: files are counted once, and so is the past. */
export function withLibraries(first: Survey, second: Survey): Survey {
  const past = first.census.unattached.filter((one) => one.kind === 'key' && one.history !== null);
  const unattached = past.length === 0 ? second.census.unattached : [...second.census.unattached, ...past];
  return {
    ...first,
    census: { ...second.census, unattached },
    packages: { ...first.packages, offers: second.packages.offers },
  };
}
