import type { Origin } from './origin.ts';

/** How to get at the bytes of a blob: held in memory, or on disk to be opened by whoever inspects it. */
export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'disk';
      /** Absolute path as the file system has it. `latin1` carries the raw bytes of a name that is not UTF-8. */
      readonly path: string;
      readonly encoding: 'utf8' | 'latin1';
      /** Size in bytes at the time of listing. */
      readonly size: number;
    }
  | {
      readonly kind: 'slice';
      /** Absolute path, ASCII, of a file that rollcall wrote itself: it holds the contents of many files, one behind the other. */
      readonly path: string;
      /** Where in it these bytes begin, and how many they are. */
      readonly offset: number;
      readonly size: number;
    };

/** How many bytes a blob has. */
export function sizeOf({ content }: Blob): number {
  return content.kind === 'bytes' ? content.bytes.length : content.size;
}

/** A file's worth of input: plain data, so that it crosses to a worker thread. */
export interface Blob {
  readonly kind: 'blob';
  /** Id of the {@link Place} it belongs to. */
  readonly place: string;
  readonly origin: Origin;
  readonly content: Content;
  /** Git object id, where one is known. It names the content exactly. */
  readonly oid?: string;
  /** True for an environment file that the tree asks to ignore: it is read all the same, and no commit holds it. */
  readonly ignored?: true;
  /** True for a log of traffic: who calls is read from its records, and nothing but keys is looked for in its text. */
  readonly isLog?: true;
  /** Keywords that stand in the text that it is a piece of, by their ids. */
  readonly hits?: readonly number[];
}

/** The root of one target: a repository, a folder outside git, a single file, a stream, or the processes of a machine. */
export interface Place {
  readonly kind: 'place';
  /** `github.com/acme/shop` from the origin remote where there is one, else the folder's name. */
  readonly id: string;
  readonly source: 'git' | 'directory' | 'file' | 'stream' | 'host';
  /** Absolute path of the root on disk, `null` for a stream. */
  readonly root: string | null;
  /** Commit that HEAD names, where the place is a git work tree. */
  readonly commit: string | null;
}
