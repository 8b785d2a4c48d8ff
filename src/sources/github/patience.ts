import { RequestError } from '@octokit/request-error';
import { plain } from '../../text/quote.ts';
import { ForgeFault } from './fault.ts';

/** Time and chance, handed in from the command line. */
export interface Pace {
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1. */
  random(): number;
}

/** How long faults that pass are waited for. */
export interface PatienceOptions {
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Milliseconds that may be spent in all on waiting until more may be asked. */
  readonly budget: number;
  /** Told before a long wait, in milliseconds. */
  readonly onWait?: (delay: number) => void;
}

const mostTries = 5;
/** Where a limit does not say how long it lasts, GitHub's documentation asks for a minute. */
const usualWait = 60_000;

/**
 * Asks until there is an answer. What goes wrong on the way or in the server is tried again, later each time and never at
 * the same moment as others; where more is asked than is allowed, it waits as long as the server says. Octokit's plug-ins
 * for both cannot be interrupted, have no budget, and miss the limit of GraphQL on servers of one's own.
 */
export class Patience {
  readonly #options: PatienceOptions;
  #spent = 0;
  #waiting: Promise<void> | null = null;

  constructor(options: PatienceOptions) {
    this.#options = options;
  }

  async ask<T>(question: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      // While one waits for a limit nobody asks: GitHub locks out who goes on.
      if (this.#waiting) await this.#waiting;
      this.#options.signal.throwIfAborted();
      const fault = await question().then(
        (answer) => ({ answer }),
        (error: unknown) => error,
      );
      if (isAnswer<T>(fault)) return fault.answer;
      this.#options.signal.throwIfAborted();
      const limit = limitOf(fault);
      if (limit !== null) await this.#wait(limit, fault);
      else if (tries < mostTries && passes(fault)) await this.#pause(tries);
      else throw faultOf(fault);
    }
  }

  async #pause(tries: number): Promise<void> {
    const { pace, signal } = this.#options;
    await pace.sleep(500 * 2 ** tries * (0.5 + pace.random()), signal);
  }

  async #wait(delay: number, fault: unknown): Promise<void> {
    // Those that meet a limit at the same time wait at the same time, which is spent once.
    if (this.#waiting) return await this.#waiting;
    const { pace, signal, budget, onWait } = this.#options;
    const left = budget - this.#spent;
    if (delay > left) {
      const minutes = Math.ceil(delay / 60_000);
      const said = `allows no further call for ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, and that is longer than may be waited`;
      throw new ForgeFault('limit', said, faultOf(fault).partial);
    }
    this.#spent += delay;
    onWait?.(delay);
    // Whoever waits for the same moment should not come back all at once.
    this.#waiting = pace.sleep(delay + 1000 * pace.random(), signal);
    await this.#waiting.finally(() => {
      this.#waiting = null;
    });
  }
}

function isAnswer<T>(outcome: unknown): outcome is { readonly answer: T } {
  return typeof outcome === 'object' && outcome !== null && !(outcome instanceof Error) && 'answer' in outcome;
}

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
}

/** How long a limit lasts, ms; `null` where the fault is none. It is told by the server's own clock. */
function limitOf(fault: unknown): number | null {
  const refusal = refusalOf(fault);
  if (!refusal) return null;
  const { status, headers, message } = refusal;
  const isLimit =
    status === 429 ||
    isGraphqlLimit(fault) ||
    (status === 403 &&
      (headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining'] === '0' ||
        /secondary rate|rate limit exceeded|abuse/i.test(message)));
  if (!isLimit) return null;
  const after = Number(headers['retry-after']);
  if (after > 0) return after * 1000;
  const reset = Number(headers['x-ratelimit-reset']) * 1000;
  const now = Date.parse(String(headers.date ?? ''));
  const isPrimary = headers['x-ratelimit-remaining'] === '0' && reset > 0 && now > 0;
  return isPrimary ? Math.max(0, reset - now) + 1000 : usualWait;
}

function refusalOf(fault: unknown): Refusal | null {
  if (fault instanceof RequestError)
    return { status: fault.status, headers: fault.response?.headers ?? {}, message: fault.message };
  // Octokit's error of GraphQL has the headers itself.
  if (fault instanceof Error && 'headers' in fault && 'errors' in fault)
    return { status: 200, headers: fault.headers as Refusal['headers'], message: fault.message }; // as GraphqlResponseError declares
  return null;
}

function isGraphqlLimit(fault: unknown): boolean {
  return graphqlErrors(fault).some(
    // The secondary limit has no type, and may come with status 200.
    ({ type, message = '' }) =>
      type === 'RATE_LIMITED' || type === 'RATE_LIMIT' || /secondary rate limit/i.test(message),
  );
}

/** What GraphQL says went wrong. */
export function graphqlErrors(fault: unknown): readonly { readonly type?: string; readonly message?: string }[] {
  if (!(fault instanceof Error) || !('errors' in fault) || !Array.isArray(fault.errors)) return [];
  return fault.errors.filter((one): one is object => typeof one === 'object' && one !== null);
}

/** What may be answered another time. GraphQL says so in words alone. */
function passes(fault: unknown): boolean {
  if (fault instanceof ForgeFault) return fault.kind === 'unanswered';
  if (fault instanceof RequestError)
    return (fault.status >= 500 || fault.status === 408) && faultOf(fault).kind === 'unanswered';
  return graphqlErrors(fault).some(
    ({ type, message = '' }) => type === undefined && /went wrong|timedout|timeout/i.test(message),
  );
}

/** Any error as a fault. What is none of the API is a bug, and stays what it is. */
function faultOf(error: unknown): ForgeFault {
  if (error instanceof ForgeFault) return error;
  if (error instanceof RequestError) {
    // Octokit wraps what its fetch throws.
    if (error.cause instanceof ForgeFault) return error.cause;
    return new ForgeFault(kindOf(error), `answered with status ${error.status}${wordsOf(error)}`);
  }
  const [first] = graphqlErrors(error);
  if (!first) throw error;
  const partial = error instanceof Error && 'data' in error ? error.data : null;
  const kind = first.type === 'NOT_FOUND' ? 'missing' : first.type === undefined ? 'unanswered' : 'refused';
  return new ForgeFault(kind, `answered ${plain(JSON.stringify((first.message ?? '').slice(0, 200)))}`, partial);
}

function kindOf({ status }: RequestError): ForgeFault['kind'] {
  if (status === 401 || status === 403 || status === 451) return 'refused';
  if (status === 404 || status === 410) return 'missing';
  return status >= 500 || status === 408 ? 'unanswered' : 'senseless';
}

/** What the server says of it, as far as it is short. */
function wordsOf({ message }: RequestError): string {
  const [line = ''] = message.replace(/ - https?:\/\/\S+$/, '').split('\n', 1);
  return line === '' || line.length > 200 ? '' : ` (${plain(JSON.stringify(line))})`;
}
