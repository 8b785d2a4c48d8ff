import type { KeyQuestion, KeyReply } from '../../model/key.ts';
import type { Answer, Asker, Doubt, Question } from '../../model/verification.ts';
import { type Connect, connections } from '../network/connection.ts';
import { internet, type Network } from '../network/network.ts';
import { or, Unanswered } from '../network/unanswered.ts';
import { exchange, type Reply } from './exchange.ts';
import { type Clock, Pace } from './pace.ts';

/** What asking vendors depends on. */
export interface VendorOptions {
  /** Where a proxy is named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly network?: Network;
  /** Milliseconds that a question may take, from the look-up of the name to the answer. */
  readonly patience?: number;
}

/** Milliseconds between two questions, whoever they are for. */
const pause = 500;

/** How often in a row a vendor may fail to answer before it is asked no more. What asking again cannot mend: once. */
const bearable: Partial<Readonly<Record<Doubt, number>>> = {
  'rate-limited': 1,
  'private-address': 1,
  certificate: 1,
  proxy: 3,
  unreachable: 3,
  timeout: 3,
};

/** Asks vendors whether keys of theirs are live: one question at a time to each, and two a second in all. */
export function vendors({ env, clock, signal, network = internet, patience = 10_000 }: VendorOptions): Asker {
  const line: Line = { connect: connections(env, network), pace: new Pace(pause, clock), signal, patience };
  const desks = new Map<string, Desk>();
  return {
    ask(question) {
      const { hostname } = new URL(question.rule.url);
      const desk = desks.get(hostname) ?? new Desk(hostname, line);
      desks.set(hostname, desk);
      return desk.ask(question);
    },
  };
}

interface Line {
  readonly connect: Connect;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly patience: number;
}

/** One vendor, before whom questions queue up. */
class Desk {
  readonly #host: string;
  readonly #line: Line;
  #last: Promise<unknown> = Promise.resolve();
  #failed: { readonly doubt: Doubt; readonly times: number } | null = null;

  constructor(host: string, line: Line) {
    this.#host = host;
    this.#line = line;
  }

  ask(question: Question): Promise<Answer> {
    const answer = this.#last.then(() => this.#turn(question));
    this.#last = answer;
    return answer;
  }

  async #turn(question: Question): Promise<Answer> {
    const failed = this.#failed;
    if (failed && failed.times >= (bearable[failed.doubt] ?? Number.POSITIVE_INFINITY)) return unknown(failed.doubt);

    const answer = await this.#put(question);
    const { doubt } = answer;
    if (doubt === undefined || !(doubt in bearable)) this.#failed = null;
    else this.#failed = { doubt, times: failed?.doubt === doubt ? failed.times + 1 : 1 };
    return answer;
  }

  /** Whatever fails on the way is an answer that is not known, and nothing more of it is kept. */
  async #put({ rule, secret }: Question): Promise<Answer> {
    const { connect, pace, signal, patience } = this.#line;
    const value = secret.reveal();
    if (!/^[\x21-\x7e]{1,8192}$/.test(value)) return unknown('no-endpoint'); // it fits into no header
    let late: AbortSignal | null = null;
    try {
      signal.throwIfAborted();
      await pace.turn(signal);
      late = AbortSignal.timeout(patience);
      const either = AbortSignal.any([signal, late]);
      const socket = await connect({ host: this.#host, port: 443 }, either);
      return judge(await or(exchange(socket, rule, value, either), 'unreachable'), rule);
    } catch (error) {
      if (signal.aborted) return unknown('interrupted');
      if (late?.aborted) return unknown('timeout');
      return unknown(error instanceof Unanswered ? error.doubt : 'unreachable');
    }
  }
}

/** A rule that asks for a text in the body goes before one that does not. Two that contradict each other say nothing. */
function judge(reply: Reply, { live, dead }: KeyQuestion): Answer {
  const fitting = [
    ...live.map((rule) => ({ rule, verified: 'live' as const })),
    ...dead.map((rule) => ({ rule, verified: 'dead' as const })),
  ].filter(({ rule }) => fits(reply, rule));
  const exact = fitting.filter(({ rule }) => rule.body !== null);
  const said = new Set((exact.length > 0 ? exact : fitting).map(({ verified }) => verified));
  const [verified] = said;
  if (verified !== undefined && said.size === 1) return { verified };
  if (reply.status === 429) return unknown('rate-limited');
  return unknown(reply.status >= 300 && reply.status < 400 ? 'redirect' : 'unclear');
}

function fits({ status, body }: Reply, rule: KeyReply): boolean {
  return status === rule.status && (rule.body === null || body.includes(rule.body));
}

function unknown(doubt: Doubt): Answer {
  return { verified: 'unknown', doubt };
}
