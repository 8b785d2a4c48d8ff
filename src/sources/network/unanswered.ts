import type { Doubt } from '../../model/verification.ts';

/** Why a question has no answer. It has no cause and no message of others: what failed may hold what was sent. */
export class Unanswered extends Error {
  readonly doubt: Doubt;

  constructor(doubt: Doubt) {
    super(doubt);
    this.name = 'Unanswered';
    this.doubt = doubt;
  }
}

/** Waits for a step. Where it fails, all that is kept is what that means. */
export async function or<T>(step: Promise<T>, doubt: Doubt): Promise<T> {
  try {
    return await step;
  } catch (error) {
    throw error instanceof Unanswered ? error : new Unanswered(doubt);
  }
}

/** What of the way to a server went wrong: the end of a sentence that begins with its name; `other` where nothing in particular did. */
export function wayFault(error: unknown, other: string): string {
  const doubt = error instanceof Unanswered ? error.doubt : 'unreachable';
  if (doubt === 'certificate')
    return 'has no certificate that is trusted for its name (NODE_EXTRA_CA_CERTS names further authorities)';
  return doubt === 'proxy' ? 'cannot be reached through the proxy' : other;
}
