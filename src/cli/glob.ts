import type { Config } from '../model/config.ts';
import { RollcallError } from '../model/error.ts';
import type { ScanFlags } from './flags.ts';

/** Flags take the place of what the file says. */
export function withGlobs(config: Config, flags: Pick<ScanFlags, 'include' | 'exclude'>): Config {
  for (const glob of [...(flags.include ?? []), ...(flags.exclude ?? [])]) {
    const fault = globFault(glob);
    if (fault) throw new RollcallError('usage', `the glob ${JSON.stringify(glob)} ${fault}`);
  }
  return { ...config, include: flags.include ?? config.include, exclude: flags.exclude ?? config.exclude };
}

/** Why a glob is not taken, `null` where it is. Bounded, because matching some globs takes time without end. */
export function globFault(glob: string): string | null {
  if (glob.length > 300) return 'is longer than 300 characters; shorten it';
  if (/[!?*+@]\(/.test(glob)) return 'holds an extended pattern such as "+(…)"; write several globs';
  if ((glob.match(/[{[]/g)?.length ?? 0) > 5) return 'holds more than five braces and brackets; write several globs';
  if ((glob.match(/\*+/g)?.length ?? 0) > 10) return 'holds more than ten wildcards; write several globs';
  if (glob.startsWith('!')) return 'starts with "!"; name what is meant instead of what is not';
  if (glob.split('/').includes('..')) return 'climbs out of the scanned folder; write it relative to it';
  return null;
}
