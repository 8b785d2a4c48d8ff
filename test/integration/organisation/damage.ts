import { copyFileSync, readFileSync, renameSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { decode } from '../../../src/scan/survey/codec.ts';
import { byCodeUnit } from '../../../src/text/order.ts';
import { keptIn } from './ground.ts';

/** A result as it is kept, and whose it is. */
export interface Kept {
  readonly path: string;
  readonly place: string;
  /** True where a library stood beside the files. */
  readonly isLook: boolean;
}

/** Something that befalls a file. */
export interface Damage {
  readonly name: string;
  /** False where it is as if nothing were kept: nobody else's file is looked into. */
  readonly isTold: boolean;
  /** `other`: path of another result. */
  readonly does: (kept: Kept, other: string) => void;
}

/** What befalls files on disks. */
export const damages: readonly Damage[] = [
  {
    name: 'cut off',
    isTold: true,
    does: ({ path }) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
  },
  {
    name: 'one byte of it flipped',
    isTold: true,
    does({ path }) {
      const bytes = readFileSync(path);
      const at = Math.floor(bytes.length * 0.7);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path, bytes);
    },
  },
  { name: 'emptied', isTold: true, does: ({ path }) => writeFileSync(path, '') },
  { name: 'of another repository', isTold: true, does: ({ path }, other) => copyFileSync(other, path) },
  {
    name: 'replaced by a link',
    isTold: false,
    does({ path }) {
      const elsewhere = join(path, `../../../${basename(path)}`);
      renameSync(path, elsewhere);
      symlinkSync(elsewhere, path);
    },
  },
];

/** What is kept in a folder of results, in the order of places. */
export async function kept(results: string): Promise<Kept[]> {
  const found = await Promise.all(
    keptIn(results).map(async (path) => {
      const { places, census } = await decode(readFileSync(path));
      return { path, place: places[0]?.id ?? '', agents: census.agents.length };
    }),
  );
  // Of the two results of a repository, the one beside a library is that in which it is an agent.
  const isLook = ({ place, agents }: (typeof found)[number]): boolean =>
    agents > 0 && found.filter((other) => other.place === place).length > 1;
  return found
    .map((one) => ({ path: one.path, place: one.place, isLook: isLook(one) }))
    .toSorted((a, b) => byCodeUnit(a.place, b.place));
}
