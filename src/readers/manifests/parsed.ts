import type { DependencyFact, Manifest, Renaming } from '../../model/fact.ts';
import type { Leaves } from '../entries.ts';

/** A package that a manifest asks for, and the offset where it says so. */
export interface Asked {
  readonly ecosystem: DependencyFact['ecosystem'];
  readonly name: string;
  readonly scope: DependencyFact['scope'];
  readonly at: number;
}

/** What one kind of manifest says. Its `manifest` is `null` where the file carries settings and makes no unit. */
export interface Parsed {
  readonly manifest: Omit<Manifest, 'dependencies'> | null;
  readonly asked: readonly Asked[];
  /** Packages that code imports under another name. */
  readonly renamed?: readonly Renaming[];
  /** Namespaces that all files of the project have in reach, as `<Using Include="…"/>` says, and where it does. */
  readonly offers?: readonly { readonly module: string; readonly at: number }[];
  /** Entries of the file, where it is a tree of them. */
  readonly leaves: Leaves | null;
}
