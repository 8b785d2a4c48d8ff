import { type Limits, type Member, members, usual } from '../../../src/sources/archive/members.ts';

/** What came out of an archive. */
export interface Unpacked {
  /** Contents of files by the path that they are shown at. */
  readonly files: Readonly<Record<string, string>>;
  /** `path: reason` of what was not read. */
  readonly troubles: readonly string[];
  readonly members: readonly Member[];
  /** The archive itself, without what it holds. */
  readonly rest: string;
  readonly isComplete: boolean;
}

/** Reads an archive to its end. */
export async function unpack(bytes: Buffer, path: string, limits: Partial<Limits> = {}): Promise<Unpacked> {
  const found: Member[] = [];
  const troubles: string[] = [];
  let isComplete = true;
  for await (const one of members(bytes, path, { ...usual, largest: 100 << 20, ...limits })) {
    if (one.kind !== 'problem') found.push(one);
    else troubles.push(`${one.file}: ${one.reason}: ${one.message}`);
    if (one.kind === 'problem') isComplete &&= !one.incomplete;
  }
  const of = (kind: Member['kind']): Member[] => found.filter((one) => one.kind === kind);
  return {
    files: Object.fromEntries(of('file').map(({ path: shown, bytes: content }) => [shown, content.toString('latin1')])),
    troubles,
    members: found,
    rest: Buffer.concat(of('self').map((one) => one.bytes)).toString('latin1'),
    isComplete,
  };
}
