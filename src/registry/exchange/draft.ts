import type { Stub } from '../stub.ts';
import type { Fault, Tree } from '../yaml.ts';
import type { Fields } from './fields.ts';

/** What a record of another catalogue says, in the terms of an entry. Of approval it says nothing, whatever stands there. */
export type Facts = Pick<Stub, 'purpose' | 'owner' | 'match' | 'identities' | 'scope' | 'credentials'> & {
  /** The id that it had in a registry of rollcall, else `null`: one is made of its name. */
  readonly id: string | null;
  readonly name: string | null;
};

/** A record that may become an entry. */
export interface Draft extends Facts {
  /** Where the record starts in its file. */
  readonly offset: number;
  /** What of it has no place in an entry. */
  readonly left: readonly string[];
}

/** What a file of another catalogue holds. */
export interface Reading {
  readonly drafts: readonly Draft[];
  /** Records that are of no agent. */
  readonly passed: readonly Fault[];
  /** Mistakes for which nothing of the file is imported. */
  readonly faults: readonly Fault[];
}

/** A file, opened: its documents, where it is YAML or JSON, and what is wrong where it is not. */
export interface Given {
  readonly text: string;
  readonly documents: readonly Tree[];
  readonly faults: readonly Fault[];
}

/** Reads the catalogues of one kind. */
export interface Importer {
  /** True where a text can be meant as nothing else. */
  recognises(given: Given): boolean;
  read(given: Given): Reading;
}

/** Facts that say nothing, for a record to say what it knows. */
export const noFacts: Facts = {
  id: null,
  name: null,
  purpose: null,
  owner: { team: null, technical: null, sponsor: null },
  match: { repos: [], images: [], workloads: [], hosts: [] },
  identities: [],
  scope: {},
  credentials: [],
};

/** What an entry holds exactly: no wildcard, which would allow more than was said, and nothing that fools a reader. */
export function isExact(text: string): boolean {
  return /^[^*\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]{1,300}$/u.test(text);
}

/** A record that is read once its fields are: what is left of them is known only then. */
export function draft(offset: number, fields: Fields, facts: Partial<Facts>): Draft {
  return { ...noFacts, ...facts, offset, left: together(fields.left()) };
}

/** What several items of a list have left is named once: `skills[].tags`. */
function together(paths: readonly string[]): string[] {
  const shared = (path: string) => path.replaceAll(/\[\d+\]/g, '[]');
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(shared(path), (counts.get(shared(path)) ?? 0) + 1);
  return [...new Set(paths.map((path) => ((counts.get(shared(path)) ?? 0) > 1 ? shared(path) : path)))];
}

/** A list of values, each once; `undefined` where there are none, as a scope has it. */
export function facet(values: readonly string[]): readonly string[] | undefined {
  return values.length > 0 ? [...new Set(values)] : undefined;
}
