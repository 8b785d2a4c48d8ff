import { setTimeout } from 'node:timers/promises';
import { type Notice, openWebhook } from '../index.ts';
import type { Io } from './io.ts';
import { mention } from './output.ts';

/** What became of the notices for a webhook. */
export interface Posted {
  readonly host: string;
  readonly delivered: number;
  readonly lost: number;
}

/** How notices are written. */
interface Writing {
  /** For the webhook, a line of JSON. */
  readonly post: (notice: Notice) => string;
  /** For standard output. */
  readonly say: (notice: Notice) => string;
}

/** A webhook that notices go to, beside standard output. One that does not take them is told of there, each fault once. */
export async function hooked(url: string, { env, signal, stdout }: Io, { post, say }: Writing) {
  const told = new Set<string>();
  const lost = (lines: number, fault: string): void => {
    if (told.has(fault)) return;
    told.add(fault);
    const what = lines === 1 ? 'A notice' : `${lines} notices`;
    const message = `${what} did not arrive: the server ${fault}.`;
    void mention(stdout, say({ kind: 'problem', file: host, message, incomplete: false }));
  };
  const sleep = (milliseconds: number, waking: AbortSignal) => setTimeout(milliseconds, undefined, { signal: waking });
  const { webhook, host } = await openWebhook(url, { env, signal, sleep, lost });
  return {
    /** Resolves when the webhook has room for the next. */
    async tell(notice: Notice): Promise<void> {
      const line = post(notice).trimEnd();
      if (line !== '') await webhook.post(line);
    },
    async end(): Promise<Posted> {
      await webhook.end();
      return { host, delivered: webhook.delivered, lost: webhook.lost };
    },
  };
}
