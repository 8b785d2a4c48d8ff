/** Why something was not read. Stable: tooling counts by it. */
export type ProblemReason =
  | 'unreadable'
  | 'undecodable'
  | 'unparsable'
  | 'too-large'
  | 'timeout'
  | 'changed'
  | 'link'
  | 'special-file'
  | 'git'
  | 'limit'
  | 'crashed'
  | 'forge';

/** Something that could not be read, or not wholly. The scan goes on, the report tells, the exit code knows. */
export interface Problem {
  readonly kind: 'problem';
  readonly place: string;
  /** Path relative to the place's root, `.` for the place itself. */
  readonly file: string;
  readonly reason: ProblemReason;
  /** One sentence: what happened and what that means for the result. */
  readonly message: string;
  /** True where the result may lack something because of it (exit 3); false for a note, such as a link that was not followed. */
  readonly incomplete: boolean;
}
