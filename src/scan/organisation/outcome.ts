import type { ForgeRepository } from '../../model/forge.ts';
import type { Problem } from '../../model/problem.ts';

/** What became of a repository: its survey is kept under the address, or there is a sentence that says why there is none. */
export type Outcome =
  | {
      readonly kind: 'surveyed';
      readonly address: string;
      /** What of it was not looked at all the same: a sentence. */
      readonly lacks?: string;
      /** True where that is so because the server allows no more for now. */
      readonly isLimit?: boolean;
    }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'unread';
      readonly why: string;
      /** True where the server allows no more for now. */
      readonly isLimit?: boolean;
    };

/** A repository that has a commit. */
export type Headed = ForgeRepository & { readonly head: string };

/** A repository with the commit that is to be read; the outcome of one of which there is nothing to read. */
export function headed(repository: ForgeRepository): Headed | Exclude<Outcome, { kind: 'surveyed' }> {
  const { disabled, head, empty, ref } = repository;
  if (disabled) return { kind: 'unread', why: 'its server lets nobody in' };
  if (head !== null) return { ...repository, head };
  return empty
    ? { kind: 'empty' }
    : { kind: 'unread', why: `${ref === null ? 'its default branch' : `its branch ${ref}`} leads to no commit` };
}

/** Something that is missing of a repository, or worth a word. */
export function said({ id }: Pick<ForgeRepository, 'id'>, message: string, incomplete: boolean): Problem {
  return { kind: 'problem', place: id, file: '.', reason: 'forge', message, incomplete };
}
