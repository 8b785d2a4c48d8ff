import { parent } from '../../census/unit.ts';
import type { Census } from '../../model/census.ts';
import type { Inspection } from '../../model/document.ts';
import type { RuleSet } from '../../model/ruleset.ts';
import { byCodeUnit } from '../../text/order.ts';

/** A package of a repository that asks a model: whoever calls it from another repository does so too. */
export interface Offer {
  /** By which others ask for it, in the spelling of {@link packageKey}. */
  readonly name: string;
  /** Unit path in the repository, `.` for its root. */
  readonly path: string;
}

/** What a repository has to do with the packages of others. */
export interface Packages {
  readonly offers: readonly Offer[];
  /** All packages that its manifests ask for, but those that the rules know. */
  readonly asks: readonly string[];
}

/**
 * One spelling of a package's name: PyPI takes `acme_llm`, `acme.llm` and `acme-llm` for the same (PEP 503), and a module of
 * Go is one in all its major versions.
 */
export function packageKey(name: string): string {
  const plain = name.toLowerCase();
  return plain.includes('/') ? plain.replace(/\/v\d+$/, '') : plain.replace(/[-_.]+/g, '-');
}

/** Tells them from the manifests of a repository and from its census. */
export function packagesOf(inspections: readonly Inspection[], census: Census, rules: RuleSet): Packages {
  const known = knownTo(rules);
  const users = new Set(
    [...census.agents, ...census.components.filter(({ kind }) => kind === 'library')].map(({ path }) => path),
  );
  const offers = new Map<string, Offer>();
  const asks = new Set<string>();
  for (const { file, manifest, context } of inspections) {
    if (!manifest || context !== 'production') continue;
    for (const name of manifest.dependencies) if (!known.has(packageKey(name))) asks.add(packageKey(name));
    const path = parent(file);
    const name = manifest.name === null ? '' : packageKey(manifest.name);
    if (name !== '' && users.has(path) && !known.has(name)) offers.set(`${name}\0${path}`, { name, path });
  }
  return {
    offers: [...offers.values()].sort((a, b) => byCodeUnit(a.name, b.name) || byCodeUnit(a.path, b.path)),
    asks: [...asks].sort(),
  };
}

/** By rules: they are the same for thousands of repositories. */
const publicNames = new WeakMap<RuleSet, ReadonlySet<string>>();

/** Packages that everybody may install, and that no repository of one's own is meant by. */
function knownTo(rules: RuleSet): ReadonlySet<string> {
  const names =
    publicNames.get(rules) ??
    new Set([...rules.packages.keys()].map((name) => packageKey(name.slice(name.indexOf(':') + 1))));
  publicNames.set(rules, names);
  return names;
}
