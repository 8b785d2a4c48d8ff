import type { KeyQuestion } from './key.ts';
import type { Secret } from './secret.ts';

/** Why nobody knows whether a key is live. Stable: tooling counts by it. */
export const doubts = [
  'no-endpoint',
  'several-vendors',
  'changed',
  'limit',
  'rate-limited',
  'private-address',
  'unreachable',
  'certificate',
  'proxy',
  'timeout',
  'redirect',
  'unclear',
  'interrupted',
] as const;
export type Doubt = (typeof doubts)[number];

/** What its vendor says of a key. */
export const verdicts = ['live', 'dead', 'unknown'] as const;

/** What came of asking: a verdict and, where it is `unknown`, why. */
export interface Answer {
  readonly verified: (typeof verdicts)[number];
  readonly doubt?: Doubt | undefined;
}

/** An answer; empty where nobody asked. */
export type Asked = { readonly [K in keyof Answer]?: Answer[K] | undefined };

/** A key and how its vendor is asked about it. */
export interface Question {
  readonly rule: KeyQuestion;
  readonly secret: Secret;
}

/** Asks the one vendor that a key is of. It keeps nothing of the key, never fails, and says `unknown` where it did. */
export interface Asker {
  ask(question: Question): Promise<Answer>;
}
