import type { ScanOptions } from '../index.ts';
import { RollcallError } from '../model/error.ts';
import type { Io } from './io.ts';

/** `SOURCE_DATE_EPOCH` says what time it is to be; how long it took is then nobody's concern. Approvals go by the real day. */
export function clocksOf(timed: boolean, { env, now }: Io): Pick<ScanOptions, 'startedAt' | 'clock'> {
  const epoch = env.SOURCE_DATE_EPOCH;
  if (epoch) return { startedAt: fixed(epoch), clock: null };
  return timed ? { startedAt: now().toISOString(), clock: () => now().getTime() } : { startedAt: null, clock: null };
}

function fixed(epoch: string): string {
  if (/^\d{1,11}$/.test(epoch)) return new Date(Number(epoch) * 1000).toISOString();
  throw new RollcallError('usage', 'SOURCE_DATE_EPOCH is not a number of seconds');
}
