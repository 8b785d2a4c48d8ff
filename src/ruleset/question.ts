import type { KeyQuestion, KeyReply } from '../model/key.ts';
import type { KeyFile } from './key-schema.ts';

type Written = KeyFile['verify'];

/** How a vendor is asked about a kind of key, in the form that a scan goes by. */
export function keyQuestion(written: Written): KeyQuestion | null {
  if (!written) return null;

  const { method, url, headers, basic, body, live, dead } = written;
  return {
    method,
    url,
    headers,
    basic: basic ?? null,
    body: body ?? null,
    live: live.map(keyReply),
    dead: dead.map(keyReply),
  };
}

function keyReply(reply: NonNullable<Written>['live'][number]): KeyReply {
  return typeof reply === 'number' ? { status: reply, body: null } : reply;
}
