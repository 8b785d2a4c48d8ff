import { describeRegistries, type Registry, RollcallError } from '../../index.ts';
import { quote } from '../../text/quote.ts';
import { unknownFormat } from '../destination.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { note } from '../note.ts';
import { print } from '../output.ts';
import { findPolicy } from '../policy.ts';

/** Flags of `rollcall registry diff`. */
export interface RegistryDiffFlags {
  readonly registry?: string;
  readonly format: string;
}

const formats = ['text', 'markdown', 'json'] as const;

/** `rollcall registry diff`: what a change asks of the registry, in words. */
export async function diffRegistry(io: Io, range: string, flags: RegistryDiffFlags): Promise<ExitCode> {
  const format = formats.find((one) => one === flags.format);
  if (!format) throw unknownFormat(flags.format, formats);

  const { base, head } = ends(range);
  const before = await registryAt(base, flags, io);
  const after = await registryAt(head, flags, io);
  if (before.digest === null && after.digest === null) {
    throw new RollcallError('registry', 'there is no registry on either side', {
      hint: 'Name its path in the repository: --registry PATH',
    });
  }
  await print(io.stdout, describeRegistries(before, after, format));
  return 0;
}

/** `BASE..HEAD`, or `BASE` alone: against what stands in the work tree. */
function ends(range: string): { readonly base: string; readonly head: string | null } {
  const [base = '', head = null, ...more] = range.split('..');
  const isOdd = more.length > 0 || base === '' || head?.startsWith('.');
  if (!isOdd) return { base, head: head === '' ? 'HEAD' : head };
  throw new RollcallError('usage', `${quote(range)} names no two commits`, {
    hint: 'Write BASE..HEAD, such as origin/main..HEAD, or BASE alone for the work tree.',
  });
}

async function registryAt(ref: string | null, { registry }: RegistryDiffFlags, io: Io): Promise<Registry> {
  const named = { ...(registry === undefined ? {} : { registry }), ...(ref === null ? {} : { registryRef: ref }) };
  const policy = await findPolicy(['.'], { ...named, baseline: false }, io);
  if (ref === null) await note(io, policy.notes);
  return policy.registry;
}
