/** What kind of mistake a {@link RollcallError} is about. */
export type ErrorCode = 'usage' | 'config' | 'registry' | 'rule' | 'target' | 'output' | 'git';

/** What a person can mend. It says what is wrong, the hint says what to do; exit code 2, no stack. */
export class RollcallError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, { hint, cause }: { hint?: string; cause?: unknown } = {}) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'RollcallError';
    this.code = code;
    this.hint = hint;
  }
}
