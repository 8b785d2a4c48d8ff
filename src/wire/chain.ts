import type { Resolved } from '../model/network.ts';

/** Names that lead to other names, no longer than resolvers follow them. */
const longest = 16;

/**
 * Resolvers that write a line for each step of an answer say `a is <CNAME>` and `b is 192.0.2.7` right behind it: the address
 * is the one of `a` too, which was asked for. State: what was said on the line before.
 */
export class Chain {
  private names: string[] = [];
  private line = 0;

  /** The answers of a line, with those of the names that led there. `alias`: the line says that this name leads to another. */
  answers(line: number | null, alias: string | null, answers: readonly Resolved[]): readonly Resolved[] {
    const isBroken = line === null || line !== this.line + 1 || (alias === null && answers.length === 0);
    if (isBroken && this.names.length > 0) this.names = [];
    this.line = line ?? 0;
    if (alias === null && answers.length === 0) return answers;
    if (alias !== null) {
      if (this.names.length < longest) this.names.push(alias);
      return answers;
    }
    return answers.flatMap((answer) => [answer, ...this.leading(answer)]);
  }

  private leading(answer: Resolved): readonly Resolved[] {
    return this.names.filter((name) => name !== answer.host).map((host) => ({ ...answer, host }));
  }
}
