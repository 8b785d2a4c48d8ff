import type { Report } from './bench-tools.ts';
import type { Decoy, PlantedKey, Truth } from './plant.ts';

/** So many of so many. */
export interface Share {
  readonly found: number;
  readonly of: number;
}

/** How a tool fared on a planted tree. */
export interface Score {
  readonly plain: Share;
  readonly hidden: Share;
  readonly forms: ReadonlyMap<string, Share>;
  /** Kinds of which half of the keys in full view or more were found. */
  readonly types: Share;
  /** Keys for which a report names their vendor, of those that have one. */
  readonly attributed: Share;
  readonly missed: readonly PlantedKey[];
  /** Lines without a key that were reported, by sort: by any rule, and by a rule that speaks of a vendor. */
  readonly decoys: ReadonlyMap<string, { readonly any: number; readonly ai: number; readonly of: number }>;
  readonly wrong: readonly Report[];
}

/**
 * Holds what a tool reports against what is true; `vendors` are those that the name of a rule speaks of. A planted file
 * holds one key and nothing else to report, and tools count lines in ways of their own: any report in it is about its key.
 */
export function score(truth: Truth, reports: readonly Report[], vendors: (rule: string) => ReadonlySet<string>): Score {
  const keys = new Map(truth.keys.map((key) => [key.file, key]));
  const decoys = new Map(truth.decoys.map((decoy) => [`${decoy.file}:${decoy.line}`, decoy]));
  const hits = new Map<PlantedKey, Report[]>();
  const flagged = new Map<Decoy, boolean>();
  const wrong: Report[] = [];
  for (const report of reports) {
    const key = keys.get(report.file) ?? packedIn(report.file, keys);
    if (key) {
      hits.set(key, [...(hits.get(key) ?? []), report]);
      continue;
    }
    wrong.push(report);
    const isAi = vendors(report.rule).size > 0;
    const decoy = decoys.get(`${report.file}:${report.line}`);
    if (decoy) flagged.set(decoy, (flagged.get(decoy) ?? false) || isAi);
  }
  const share = (some: readonly PlantedKey[]): Share => ({
    found: some.filter((key) => hits.has(key)).length,
    of: some.length,
  });
  const plain = truth.keys.filter(({ hidden }) => !hidden);
  const hidden = truth.keys.filter((key) => key.hidden);
  const ofVendor = truth.keys.filter(({ provider }) => provider !== 'unknown-vendor');
  const named = ofVendor.filter((key) => hits.get(key)?.some(({ rule }) => vendors(rule).has(key.provider)));
  const byType = [...grouped(plain, ({ type }) => type).values()].map(share);
  return {
    plain: share(plain),
    hidden: share(hidden),
    forms: new Map([...grouped(truth.keys, ({ form }) => form)].map(([form, some]) => [form, share(some)])),
    types: { found: byType.filter(({ found, of }) => found * 2 >= of).length, of: byType.length },
    attributed: { found: named.length, of: ofVendor.length },
    missed: truth.keys.filter((key) => !hits.has(key)),
    decoys: new Map(
      [...grouped(truth.decoys, ({ sort }) => sort)].map(([sort, some]) => {
        const told = some.flatMap((decoy) => flagged.get(decoy) ?? []);
        return [sort, { any: told.length, ai: told.filter(Boolean).length, of: some.length }];
      }),
    ),
    wrong,
  };
}

/** `backup/site.zip!/site/.env` and the like: what stands behind the name of the archive is as the tool writes it. */
function packedIn(file: string, keys: ReadonlyMap<string, PlantedKey>): PlantedKey | undefined {
  const [, archive = ''] = /^(.{1,500}?\.(?:gz|zip|jar))\W/.exec(file) ?? [];
  return keys.get(archive);
}

function grouped<T>(all: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}
