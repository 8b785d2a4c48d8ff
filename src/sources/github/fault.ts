/** Why the API did not give what it was asked for. */
export type FaultKind =
  /** No answer, or none to its end, or one that is none; it may come another time. */
  | 'unanswered'
  /** More was asked than it allows, and waiting for more would take longer than there is patience. */
  | 'limit'
  /** The token is wrong, or may not do this. */
  | 'refused'
  /** It is not there, or the token may not see it. */
  | 'missing'
  /** It leads to another server, which is not followed. */
  | 'foreign'
  /** What was asked makes no sense to it, such as a commit of an empty repository. */
  | 'senseless';

/** A fault of the API, as the end of a sentence that begins with the name of the server. It holds nothing that was sent. */
export class ForgeFault extends Error {
  readonly kind: FaultKind;
  /** What of the answer came all the same. */
  readonly partial: unknown;

  constructor(kind: FaultKind, message: string, partial: unknown = null) {
    super(message);
    this.name = 'ForgeFault';
    this.kind = kind;
    this.partial = partial;
  }
}
