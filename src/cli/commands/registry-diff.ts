import { describeRegistries, type Registry, RollcallError } from '../../index.ts';
import { quote } from '../../text/quote.ts';
import { unknownFormat } from '../destination.ts';
import type { ExitCode } from '../exit.ts';
import type { Io } from '../io.ts';
import { partingIn } from '../named-registry.ts';
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

  const { base, head } = await ends(range, io);
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

/** The two ends of what is compared; `null`: what stands in the work tree. */
interface Ends {
  readonly base: string;
  readonly head: string | null;
}

/** `BASE..HEAD`; `BASE...HEAD`, from the commit where the two parted, as git has it; or `BASE` alone. */
async function ends(range: string, io: Io): Promise<Ends> {
  const [, base = '', dots = '', end = ''] = /^(.*?)(\.{2,3}|$)(.*)$/s.exec(range) ?? [];
  if (base === '' || /\.\.|^\./.test(end)) {
    throw new RollcallError('usage', `${quote(range)} names no two commits`, {
      hint: 'Write BASE..HEAD, such as origin/main..HEAD, or BASE alone for the work tree.',
    });
  }
  if (dots === '') return { base, head: null };
  const head = end === '' ? 'HEAD' : end;
  return { base: dots === '...' ? await partingIn(io, base, head) : base, head };
}

async function registryAt(ref: string | null, { registry }: RegistryDiffFlags, io: Io): Promise<Registry> {
  const named = { ...(registry === undefined ? {} : { registry }), ...(ref === null ? {} : { registryRef: ref }) };
  const policy = await findPolicy(['.'], { ...named, baseline: false }, io);
  if (ref === null) await note(io, policy.notes);
  return policy.registry;
}
